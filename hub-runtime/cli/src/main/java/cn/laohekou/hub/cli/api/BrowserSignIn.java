package cn.laohekou.hub.cli.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Has a person sign in with the browser of this machine and waits for the answer on a loopback port. */
final class BrowserSignIn {

    private static final long LIMIT_MINUTES = 5;

    /** 127.0.0.1, as the redirect address says, whatever this machine takes for loopback. */
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private BrowserSignIn() {}

    /**
     * Runs one sign-in.
     *
     * @param begin makes the request from the redirect address
     * @param show told the address to open
     * @return the request and the address the realm sent the browser to
     */
    static Answer run(Function<URI, CodeFlow> begin, Consumer<String> show) throws CommandFailed {
        CompletableFuture<URI> arrived = new CompletableFuture<>();
        HttpServer server = listen(arrived);
        try {
            CodeFlow flow = begin.apply(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/signed-in"));
            show.accept("请用本机浏览器打开并登录 open in a browser of this machine and sign in: " + flow.address());
            return new Answer(flow, arrived.get(LIMIT_MINUTES, TimeUnit.MINUTES));
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandFailed("登录超时。 The sign-in took too long.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("已中断 interrupted", e);
        } finally {
            server.stop(0);
        }
    }

    /**
     * A sign-in that came back.
     *
     * @param flow the request
     * @param address where the realm sent the browser
     */
    record Answer(CodeFlow flow, URI address) {}

    private static HttpServer listen(CompletableFuture<URI> arrived) throws CommandFailed {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 1);
            server.createContext("/signed-in", exchange -> {
                say(exchange);
                arrived.complete(exchange.getRequestURI());
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new CommandFailed("本机无法监听登录结果。 No port for the answer of the sign-in.", e);
        }
    }

    private static void say(HttpExchange exchange) throws IOException {
        byte[] text = "可以关闭此页，回到命令行。 Done; go back to the command line.".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }
}
