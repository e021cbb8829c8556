package cn.laohekou.hub.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The management API as one caller sees it. */
public final class HubApi {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI hub;
    private final Session session;

    /**
     * @param hub base address of the hub
     * @param token bearer token of the caller
     */
    public HubApi(URI hub, String token) {
        this(hub, Session.of(token));
    }

    /**
     * @param hub base address of the hub
     * @param session the caller
     */
    public HubApi(URI hub, Session session) {
        this.hub = hub;
        this.session = session;
    }

    /**
     * An answer as it came.
     *
     * @param status HTTP status
     * @param body parsed JSON; a missing node when there was none
     */
    public record Answer(int status, JsonNode body) {

        /** Whether the call did what it was asked. */
        public boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The problem's own words, and every field at fault. */
        public String problem() {
            StringBuilder text = new StringBuilder();
            text.append(status).append(' ').append(body.path("code").asText(""));
            text.append(' ')
                    .append(body.path("detail").asText(body.path("title").asText("")));
            for (JsonNode error : body.path("errors")) {
                text.append(System.lineSeparator()).append("  ");
                text.append(error.path("pointer").asText(error.path("field").asText("")));
                text.append(' ')
                        .append(error.path("detail")
                                .asText(error.path("message").asText("")));
            }
            return text.toString().strip();
        }
    }

    /** Calls GET. */
    public Answer get(String path) throws CommandFailed {
        return send("GET", path, null);
    }

    /** Calls POST; a null body sends none. */
    public Answer post(String path, @Nullable JsonNode body) throws CommandFailed {
        return send("POST", path, body);
    }

    /**
     * Calls GET and writes what is answered into a file, without holding it in memory.
     *
     * @param file written anew
     * @param limit how long all of it may take
     */
    public void save(String path, Path file, Duration limit) throws CommandFailed {
        HttpResponse<Object> answer = exchange(
                "GET",
                path,
                null,
                limit,
                head -> head.statusCode() == 200
                        ? HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.ofFile(file), same -> same)
                        : HttpResponse.BodySubscribers.mapping(
                                HttpResponse.BodySubscribers.ofByteArray(), same -> same));
        if (answer.statusCode() != 200) {
            throw new CommandFailed(new Answer(answer.statusCode(), parse((byte[]) answer.body())).problem());
        }
    }

    /** Calls PUT. */
    public Answer put(String path, JsonNode body) throws CommandFailed {
        return send("PUT", path, body);
    }

    /** Calls POST and returns the bytes of the answer. */
    public byte[] download(String path, JsonNode body) throws CommandFailed {
        HttpResponse<byte[]> response = exchange("POST", path, body);
        if (response.statusCode() != 200) {
            throw new CommandFailed(new Answer(response.statusCode(), parse(response.body())).problem());
        }
        return response.body();
    }

    /** The answer's body, or a failure in the problem's words. */
    public static JsonNode require(String what, Answer answer) throws CommandFailed {
        if (!answer.ok()) {
            throw new CommandFailed(what + ": " + answer.problem());
        }
        return answer.body();
    }

    private Answer send(String method, String path, @Nullable JsonNode body) throws CommandFailed {
        HttpResponse<byte[]> response = exchange(method, path, body);
        return new Answer(response.statusCode(), parse(response.body()));
    }

    private HttpResponse<byte[]> exchange(String method, String path, @Nullable JsonNode body) throws CommandFailed {
        return exchange(method, path, body, LIMIT, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Sends a call; signs in again and repeats it once when the hub asks for a stronger or fresher sign-in. */
    private <T> HttpResponse<T> exchange(
            String method, String path, @Nullable JsonNode body, Duration limit, HttpResponse.BodyHandler<T> handler)
            throws CommandFailed {
        HttpRequest.Builder request = request(method, path, body, limit);
        HttpResponse<T> answer = send(request, session.token(), handler);
        Optional<StepUp> asked = answer.statusCode() == 401
                ? answer.headers().firstValue("WWW-Authenticate").flatMap(StepUp::of)
                : Optional.empty();
        return asked.isEmpty() ? answer : send(request, session.stepUp(asked.get()), handler);
    }

    private HttpRequest.Builder request(String method, String path, @Nullable JsonNode body, Duration limit)
            throws CommandFailed {
        try {
            return HttpRequest.newBuilder(hub.resolve(path))
                    .timeout(limit)
                    .header("Accept", "application/json, application/problem+json, application/zip")
                    .header("Content-Type", "application/json")
                    .method(method, publisher(body));
        } catch (IOException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, String token, HttpResponse.BodyHandler<T> handler)
            throws CommandFailed {
        try {
            return client.send(
                    request.setHeader("Authorization", "Bearer " + token).build(), handler);
        } catch (IOException e) {
            throw new CommandFailed(
                    "枢纽 " + hub + " 没有应答，请检查它是否在运行（hub status）。 The hub does not answer; is it running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("已中断 interrupted", e);
        }
    }

    private static HttpRequest.BodyPublisher publisher(@Nullable JsonNode body) throws JsonProcessingException {
        return body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    }

    private static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.createObjectNode().put("detail", new String(body, StandardCharsets.UTF_8).strip());
        }
    }
}
