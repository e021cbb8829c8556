package cn.laohekou.hub.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Calls the hub and its realm as the sandbox's systems and people do. */
final class Client {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Tokens last five minutes. */
    private static final long GOOD_NANOS = Duration.ofMinutes(3).toNanos();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final JsonNode announced;
    private final Map<String, Strong> strong = new ConcurrentHashMap<>();

    Client(JsonNode announced) {
        this.announced = announced;
    }

    /** An access token of a sandbox system. */
    String systemToken(String system) throws IOException, InterruptedException {
        for (JsonNode known : announced.get("systems")) {
            if (known.get("id").asText().equals(system)) {
                return token(Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        system,
                        "client_secret",
                        known.get("secret").asText()));
            }
        }
        throw new IllegalArgumentException("the sandbox announced no system " + system);
    }

    /** An access token of the first sandbox person who holds a role. */
    String personToken(String role) throws IOException, InterruptedException {
        for (JsonNode person : announced.get("people")) {
            for (JsonNode held : person.get("roles")) {
                if (held.asText().equals(role)) {
                    return token(Map.of(
                            "grant_type",
                            "password",
                            "client_id",
                            "hub-cli",
                            "username",
                            person.get("user").asText(),
                            "password",
                            person.get("password").asText()));
                }
            }
        }
        throw new IllegalArgumentException("the sandbox announced no person with role " + role);
    }

    /** An access token of a sandbox person, good for approvals: the command line signs in with the second factor. */
    String tokenOf(String user) throws IOException, InterruptedException {
        for (JsonNode person : announced.get("people")) {
            if (person.get("user").asText().equals(user)) {
                Strong known = strong.get(user);
                if (known == null || System.nanoTime() - known.madeNanos() > GOOD_NANOS) {
                    known = new Strong(stepUp(user, person), System.nanoTime());
                    strong.put(user, known);
                }
                return known.token();
            }
        }
        throw new IllegalArgumentException("the sandbox announced no person " + user);
    }

    private record Strong(String token, long madeNanos) {}

    private String stepUp(String user, JsonNode person) throws IOException, InterruptedException {
        // The key lies in the folder of secrets of the sandbox's home.
        Path home =
                Path.of(person.get("securityKeyFile").asText()).resolve("../..").normalize();
        ProcessBuilder command = new ProcessBuilder(
                HubProcess.root().resolve("deploy/hub").toString(),
                "token",
                "--step-up",
                "--user",
                user,
                "--token-endpoint",
                announced.get("tokenEndpoint").asText());
        command.environment().put("HUB_HOME", home.toString());
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("no token: " + said);
        }
        return said;
    }

    private String token(Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(announced.get("tokenEndpoint").asText()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no token: status " + answer.statusCode());
        }
        return JSON.readTree(answer.body()).get("access_token").asText();
    }

    /** Sends a request with a bearer token and further headers. */
    HttpResponse<String> send(String method, String url, String token, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Reads a body as JSON. */
    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
