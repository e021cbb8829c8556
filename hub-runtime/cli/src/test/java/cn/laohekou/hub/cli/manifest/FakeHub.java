package cn.laohekou.hub.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The management API's promises about revisions, in memory. */
final class FakeHub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, ObjectNode> objects = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private boolean probeFails;

    FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<String> calls() {
        return calls;
    }

    void failProbes() {
        probeFails = true;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        JsonNode body = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        boolean dry = "dryRun=true".equals(exchange.getRequestURI().getQuery());
        switch (exchange.getRequestMethod()) {
            case "GET" -> answerKnown(exchange, path);
            case "PUT" -> write(exchange, path, body, dry);
            default -> post(exchange, path, body, dry);
        }
    }

    private void post(HttpExchange exchange, String path, JsonNode body, boolean dry) throws IOException {
        if (path.endsWith("/probe") && probeFails) {
            answer(exchange, 502, JSON.createObjectNode().put("code", "PROBE_FAILED"));
        } else if (path.endsWith("/probe") || path.endsWith("/submit")) {
            ObjectNode object = Objects.requireNonNull(objects.get(path.substring(0, path.lastIndexOf('/'))));
            ((ObjectNode) object.path("revision")).put("state", path.endsWith("/submit") ? "submitted" : "probed");
            answer(exchange, 200, object);
        } else {
            write(
                    exchange,
                    path + "/" + body.path("code").asText(body.path("name").asText()),
                    body,
                    dry);
        }
    }

    private void write(HttpExchange exchange, String path, JsonNode body, boolean dry) throws IOException {
        if (body.path("spec").has("wrong")) {
            ObjectNode problem = JSON.createObjectNode().put("code", "REGISTRATION_INVALID");
            problem.putArray("errors").addObject().put("pointer", "/spec/wrong").put("detail", "unknown");
            answer(exchange, 422, problem);
            return;
        }
        ObjectNode next = body.has("spec") ? revised(objects.get(path), body.path("spec")) : body.deepCopy();
        if (!dry) {
            objects.put(path, next);
        }
        answer(exchange, 200, next);
    }

    private static ObjectNode revised(@Nullable ObjectNode known, JsonNode spec) {
        if (known != null && known.path("revision").path("spec").equals(spec)) {
            return known;
        }
        int revision = known == null ? 1 : known.path("latestRevision").asInt() + 1;
        ObjectNode next = JSON.createObjectNode().put("latestRevision", revision);
        next.putObject("revision").put("state", "validated").set("spec", spec);
        return next;
    }

    private void answerKnown(HttpExchange exchange, String path) throws IOException {
        ObjectNode known = objects.get(path);
        answer(exchange, known == null ? 404 : 200, known == null ? JSON.createObjectNode() : known);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
