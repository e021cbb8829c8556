package cn.laohekou.hub.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.api.RequestSigning;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A Camel context with the component, an outgoing guard a test can change, and a way to make calls. */
final class HttpFixture {

    private static final AtomicInteger NAMES = new AtomicInteger();

    final Vertx vertx = Vertx.vertx();
    final ScriptedServer server = new ScriptedServer(vertx);
    volatile OutgoingGuard guard = (connector, host, port) -> loopback();
    volatile RequestSigning signing = settings -> request -> Map.of();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    HttpFixture() throws Exception {
        OutgoingGuard changing = (connector, host, port) -> guard.resolve(connector, host, port);
        camel.getRegistry().bind(OutgoingGuard.BEAN, changing);
        camel.getRegistry().bind("vertx", vertx);
        RequestSigning changingSigning = settings -> signing.prepare(settings);
        camel.getRegistry().bind(RequestSigning.BEAN, changingSigning);
        camel.start();
    }

    static CompletableFuture<InetAddress> loopback() {
        return CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
    }

    Map<String, Object> settings(Object... more) {
        Map<String, Object> settings =
                new HashMap<>(Map.of("baseUrl", "http://counterpart.test:" + server.port() + "/v1"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    /** A started producer; every setting travels as a bean, as it does in the hub. */
    AsyncProducer producer(Object... more) throws Exception {
        int call = NAMES.incrementAndGet();
        StringBuilder uri = new StringBuilder("hub-http:civil-affairs");
        settings(more).forEach((name, value) -> {
            camel.getRegistry().bind("s" + call + name, value);
            uri.append(uri.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append("=#s")
                    .append(call)
                    .append(name);
        });
        AsyncProducer producer = camel.getEndpoint(uri.toString()).createAsyncProducer();
        producer.start();
        return producer;
    }

    Exchange get(String path, CollectingSink sink) {
        return exchange("GET", path, "", sink);
    }

    Exchange exchange(String method, String path, String query, CollectingSink sink) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(ExchangeKeys.METHOD, method);
        exchange.setProperty(ExchangeKeys.PATH, path);
        exchange.setProperty(ExchangeKeys.QUERY, query);
        exchange.setProperty(ExchangeKeys.ANSWER_SINK, sink);
        return exchange;
    }

    /** Runs an exchange to its end. */
    static Exchange run(AsyncProducer producer, Exchange exchange) throws Exception {
        begin(producer, exchange).get(20, TimeUnit.SECONDS);
        return exchange;
    }

    static CompletableFuture<Exchange> begin(AsyncProducer producer, Exchange exchange) {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    static FaultCode fault(Exchange exchange) {
        if (exchange.getException() instanceof ConnectorFault fault) {
            return fault.code();
        }
        throw new AssertionError("no fault but " + exchange.getException());
    }

    /** What a route that must not start says. */
    static AbstractThrowableAssert<?, ?> refusal(ThrowingCallable start) {
        return assertThatThrownBy(start)
                .extracting(thrown -> thrown instanceof ConnectorFault ? thrown : thrown.getCause(), THROWABLE)
                .isInstanceOfSatisfying(
                        ConnectorFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED));
    }

    static Integer status(Exchange exchange) {
        return exchange.getProperty(ExchangeKeys.ANSWER_STATUS, Integer.class);
    }

    void close() throws Exception {
        camel.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
