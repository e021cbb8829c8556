package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.Tokens;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Makes the granted example call itself before it is shown to anybody. */
final class FirstCall {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 250;

    private final SandboxReport report;

    FirstCall(SandboxReport report) {
        this.report = report;
    }

    /** Waits until the granted example is granted: routes start a moment after their approval. */
    void awaitGranted() throws CommandFailed {
        SandboxReport.Example example = report.granted();
        DemoSystem system = report.system(example.system());
        String token = new Tokens(report.tokenEndpoint()).system(system.id(), system.secret());
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(example.url())
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Hub-Purpose", example.purpose())
                .build();
        long end = System.nanoTime() + LIMIT.toNanos();
        int status = status(client, request);
        while (status != example.expect() && System.nanoTime() < end) {
            pause();
            status = status(client, request);
        }
        if (status != example.expect()) {
            throw new CommandFailed("示例调用返回 " + status + "，请查看 hub status 和日志。 The example call answers " + status
                    + "; see hub status and the log.");
        }
    }

    static void pause() throws CommandFailed {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("已中断 interrupted", e);
        }
    }

    private static int status(HttpClient client, HttpRequest request) throws CommandFailed {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("已中断 interrupted", e);
        }
    }
}
