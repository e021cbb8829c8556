package cn.laohekou.hub.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An inbox of the sandbox city, from the side of the department it belongs to. */
final class Inbox {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String key;

    Inbox(Path home, String name) throws IOException {
        this.address = "http://127.0.0.1:"
                + Files.readString(home.resolve("run/city.port")).strip() + "/inbox/" + name + "/v1/";
        this.key = Files.readString(home.resolve("secrets/city-api-key"), StandardCharsets.UTF_8)
                .strip();
    }

    /** A message as the department got it. */
    record Letter(JsonNode body, JsonNode headers) {

        String header(String name) {
            return headers.path(name).asText("");
        }
    }

    /** What came whose case code begins with a text, in order of arrival. */
    List<Letter> letters(String prefix) throws IOException, InterruptedException {
        List<Letter> found = new ArrayList<>();
        for (JsonNode letter : JSON.readTree(send("GET", "letters", "")).path("letters")) {
            JsonNode body = JSON.readTree(letter.path("body").asText());
            if (body.path("caseCode").asText().startsWith(prefix)) {
                found.add(new Letter(body, letter.path("headers")));
            }
        }
        return found;
    }

    /** Lets the next deliveries that hold a text fail. */
    void fail(String text, int status, int times) throws IOException, InterruptedException {
        send(
                "POST",
                "faults",
                JSON.createObjectNode()
                        .put("text", text)
                        .put("status", status)
                        .put("times", times)
                        .toString());
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("X-Api-Key", key)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("the inbox answered " + answer.statusCode());
        }
        return answer.body();
    }
}
