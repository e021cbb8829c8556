package cn.laohekou.hub.connector.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A counterpart that does on the wire exactly what a test tells it to. */
final class ScriptedServer {

    private final NetServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile BiConsumer<NetSocket, String> script = (socket, request) -> {};

    ScriptedServer(Vertx vertx) throws Exception {
        this(vertx, new NetServerOptions());
    }

    ScriptedServer(Vertx vertx, NetServerOptions options) throws Exception {
        server = vertx.createNetServer(options.setHost("127.0.0.1").setPort(0));
        server.connectHandler(socket -> {
            connections.incrementAndGet();
            open.incrementAndGet();
            socket.closeHandler(gone -> open.decrementAndGet());
            socket.exceptionHandler(broken -> {});
            socket.handler(bytes -> {
                String request = bytes.toString(StandardCharsets.UTF_8);
                requests.add(request);
                script.accept(socket, request);
            });
        });
        server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    void does(BiConsumer<NetSocket, String> what) {
        script = what;
    }

    void answers(String status, Map<String, String> headers, byte[] body) {
        does((socket, request) -> socket.write(answer(status, headers, body)));
    }

    void answersJson(String body) {
        answers("200 OK", Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    static Buffer answer(String status, Map<String, String> headers, byte[] body) {
        Buffer answer = Buffer.buffer("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length + "\r\n");
        headers.forEach((name, value) -> answer.appendString(name + ": " + value + "\r\n"));
        return answer.appendString("\r\n").appendBytes(body);
    }

    int port() {
        return server.actualPort();
    }

    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    int open() {
        return open.get();
    }
}
