package cn.laohekou.hub.security.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One bounded POST to an outside party. */
final class HttpPost {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A receipt or a time stamp with its certificates has a few kilobytes. */
    private static final int MAX_ANSWER = 256 * 1024;

    private final URI address;
    private final HttpClient client;

    HttpPost(URI address, HttpClient client) {
        this.address = address;
        this.client = client;
    }

    byte[] send(String type, String accept, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(LIMIT)
                .header("Content-Type", type)
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] answer = in.readNBytes(MAX_ANSWER + 1);
                if (response.statusCode() / 100 != 2 || answer.length > MAX_ANSWER) {
                    throw new IOException("外部锚定方答复 / the outside party answered HTTP " + response.statusCode());
                }
                return answer;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("已中断 / interrupted", e);
        }
    }
}
