package cn.laohekou.hub.cli.process;

import cn.laohekou.hub.embedded.CannotStart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting for a child to answer on its health address. */
final class Http {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Http() {}

    /** Waits until a GET answers 200. */
    static void awaitReady(ManagedProcess process, URI health, Duration limit) throws CannotStart {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!answers(health)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw process.ended();
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("启动被中断。 The start was interrupted.", e);
        }
    }

    private static boolean answers(URI health) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that was free a moment ago; 0 asks for one, anything else is kept. */
    static int port(int wanted) throws CannotStart {
        if (wanted != 0) {
            return wanted;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CannotStart("没有空闲端口。 There is no free port.", e);
        }
    }
}
