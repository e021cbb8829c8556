package cn.laohekou.hub.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Gets tokens from the realm. */
public final class Tokens {

    private static final String PEOPLE_CLIENT = "hub-cli";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI endpoint;

    /** @param endpoint the realm's token endpoint */
    public Tokens(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** A token for a person, by password. */
    public String person(String user, String password) throws CommandFailed {
        return token(
                Map.of("grant_type", "password", "client_id", PEOPLE_CLIENT, "username", user, "password", password));
    }

    /** A token for a system, by client secret. */
    public String system(String id, String secret) throws CommandFailed {
        return token(Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret));
    }

    /**
     * A token for a person who signs in with a browser (RFC 8628).
     *
     * @param show told what the person has to do
     */
    public String device(Consumer<String> show) throws CommandFailed {
        URI start = URI.create(endpoint.toString().replaceFirst("/token$", "/auth/device"));
        Reply begun = post(start, Map.of("client_id", PEOPLE_CLIENT));
        if (begun.status() != 200) {
            throw refused(begun);
        }
        show.accept("请用浏览器打开并登录 open and sign in: "
                + begun.body().path("verification_uri_complete").asText());
        long interval = begun.body().path("interval").asLong(5);
        Map<String, String> poll = Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "client_id",
                PEOPLE_CLIENT,
                "device_code",
                begun.body().path("device_code").asText());
        Reply reply = post(endpoint, poll);
        while ("authorization_pending".equals(reply.body().path("error").asText())) {
            pause(interval);
            reply = post(endpoint, poll);
        }
        if (reply.status() != 200) {
            throw refused(reply);
        }
        return reply.body().path("access_token").asText();
    }

    /** A token of a sign-in in the browser of this machine, as strong and fresh as asked for. */
    public String browser(StepUp asked, Consumer<String> show) throws CommandFailed {
        BrowserSignIn.Answer answer = BrowserSignIn.run(redirect -> begin(redirect, asked), show);
        return redeem(answer.flow(), answer.address());
    }

    CodeFlow begin(URI redirect, StepUp asked) {
        return CodeFlow.begin(endpoint, PEOPLE_CLIENT, redirect, asked);
    }

    String redeem(CodeFlow flow, URI answer) throws CommandFailed {
        return token(flow.exchange(PEOPLE_CLIENT, flow.code(answer)));
    }

    private record Reply(int status, JsonNode body) {}

    private String token(Map<String, String> form) throws CommandFailed {
        Reply reply = post(endpoint, form);
        if (reply.status() != 200) {
            throw refused(reply);
        }
        return reply.body().path("access_token").asText();
    }

    private static CommandFailed refused(Reply reply) {
        return new CommandFailed("身份认证服务拒绝发放令牌（" + reply.body().path("error").asText(Integer.toString(reply.status()))
                + "），请检查用户名和口令或系统密钥。 The realm refused a token; check user and password or the system's secret.");
    }

    private Reply post(URI address, Map<String, String> form) throws CommandFailed {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(CodeFlow.form(form)))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new CommandFailed("身份认证服务 " + endpoint + " 没有应答。 The realm does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("已中断 interrupted", e);
        }
    }

    private static void pause(long seconds) throws CommandFailed {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("已中断 interrupted", e);
        }
    }
}
