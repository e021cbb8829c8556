package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/**
 * Measures the CPU one call costs on the caller's event loop: through a connector's route, and through the bare Vert.x
 * client for comparison. Not a test; run by hand: {@code java -cp ... ConnectorLegCost [calls]}.
 */
public final class ConnectorLegCost {

    private static final int CONCURRENT = 32;
    private static final int ROUNDS = 6;
    private static final byte[] ANSWER =
            "{\"name\":\"孟楼村\"}".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final int calls;
    private int started;
    private int finished;
    private int failed;
    private CompletableFuture<Void> round = new CompletableFuture<>();

    private ConnectorLegCost(int calls) {
        this.calls = calls;
    }

    /** Runs it; the first argument is the number of calls per round, 30,000 without. */
    public static void main(String[] args) throws Exception {
        new ConnectorLegCost(args.length > 0 ? Integer.parseInt(args[0]) : 30_000).run(System.out);
    }

    private void run(PrintStream out) throws Exception {
        Vertx counterpart = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpServer server = counterpart
                .createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(Buffer.buffer(ANSWER)));
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Consumer<Runnable> route = throughRoute(camel, port);
            Consumer<Runnable> bare = throughBareClient(port);
            for (int i = 0; i < ROUNDS; i++) {
                out.printf(
                        "route %.1f us/call, bare client %.1f us/call, failed %d%n",
                        measure(route), measure(bare), failed);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            counterpart.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private Consumer<Runnable> throughRoute(DefaultCamelContext camel, int port) throws Exception {
        CompletableFuture<InetAddress> loopback = CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
        camel.getRegistry().bind(OutgoingGuard.BEAN, (OutgoingGuard) (connector, host, p) -> loopback);
        camel.getRegistry().bind("vertx", vertx);
        camel.start();
        ConnectorRoutes routes = new ConnectorRoutes(camel);
        routes.start(new ConnectorInstance(
                "cost", 1, RoutesFixture.rest(), Map.of("baseUrl", "http://counterpart.test:" + port + "/v1")));
        AsyncProcessor entry = routes.entry("cost").orElseThrow();
        AnswerSink sink = (bytes, offset, length) -> {};
        return done -> {
            Exchange exchange = new DefaultExchange(camel);
            exchange.setProperty(ExchangeKeys.METHOD, "GET");
            exchange.setProperty(ExchangeKeys.PATH, "towns/420682100/villages");
            exchange.setProperty(ExchangeKeys.QUERY, "page=1");
            exchange.setProperty(ExchangeKeys.EXCHANGE_ID, "0198c0de-0000-7000-8000-000000000001");
            exchange.setProperty(ExchangeKeys.ANSWER_SINK, sink);
            entry.process(exchange, doneSync -> {
                failed += exchange.getException() == null ? 0 : 1;
                done.run();
            });
        };
    }

    private Consumer<Runnable> throughBareClient(int port) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(64));
        return done -> client.request(HttpMethod.GET, port, "127.0.0.1", "/v1/towns/420682100/villages?page=1")
                .onComplete(request -> request.result().send().onComplete(response -> {
                    response.result().handler(bytes -> {});
                    response.result().endHandler(end -> done.run());
                }));
    }

    /** Microseconds of CPU per call on the one event loop. */
    private double measure(Consumer<Runnable> call) throws Exception {
        started = 0;
        finished = 0;
        round = new CompletableFuture<>();
        CompletableFuture<Long> thread = new CompletableFuture<>();
        context.runOnContext(ignored -> thread.complete(Thread.currentThread().getId()));
        long id = thread.get(10, TimeUnit.SECONDS);
        long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(id);
        context.runOnContext(ignored -> {
            for (int i = 0; i < CONCURRENT; i++) {
                next(call);
            }
        });
        round.get(120, TimeUnit.SECONDS);
        return (ManagementFactory.getThreadMXBean().getThreadCpuTime(id) - before) / 1000.0 / calls;
    }

    private void next(Consumer<Runnable> call) {
        if (started == calls) {
            return;
        }
        started++;
        call.accept(() -> {
            if (++finished == calls) {
                round.complete(null);
            }
            next(call);
        });
    }
}
