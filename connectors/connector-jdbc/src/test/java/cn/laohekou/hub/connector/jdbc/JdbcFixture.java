package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** A Camel context with the component and a guard a test can change. */
final class JdbcFixture implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    final List<String> guarded = new CopyOnWriteArrayList<>();
    volatile OutgoingGuard guard =
            (connector, host, port) -> CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
    private final DefaultCamelContext camel = new DefaultCamelContext();

    JdbcFixture() {
        OutgoingGuard changing = (connector, host, port) -> {
            guarded.add(connector + " " + host + ":" + port);
            return guard.resolve(connector, host, port);
        };
        camel.getRegistry().bind(OutgoingGuard.BEAN, changing);
        camel.start();
    }

    AsyncProducer producer(Map<String, Object> settings) throws Exception {
        int call = NAMES.incrementAndGet();
        StringBuilder uri = new StringBuilder("hub-jdbc:civil-affairs");
        settings.forEach((name, value) -> {
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

    /** Runs a query; gives the answer's JSON. */
    String call(AsyncProducer producer, String name, String query, String json) throws Exception {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Exchange exchange = run(producer, name, query, json, answer);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** Runs a query that must fail. */
    ConnectorFault fault(AsyncProducer producer, String name, String query, String json) throws Exception {
        Exchange exchange = run(producer, name, query, json, new ByteArrayOutputStream());
        if (exchange.getException() instanceof ConnectorFault fault) {
            return fault;
        }
        throw new AssertionError("no fault but " + exchange.getException());
    }

    private Exchange run(AsyncProducer producer, String name, String query, String json, ByteArrayOutputStream answer)
            throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(ExchangeKeys.METHOD, "POST");
        exchange.setProperty(ExchangeKeys.PATH, name);
        exchange.setProperty(ExchangeKeys.PROBE, name.isEmpty());
        exchange.setProperty(ExchangeKeys.QUERY, query);
        exchange.setProperty(ExchangeKeys.ANSWER_SINK, (AnswerSink) answer::write);
        exchange.getMessage().setBody(json.getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done.get(30, TimeUnit.SECONDS);
    }

    static Map<String, Object> with(Map<String, Object> settings, Object... more) {
        Map<String, Object> all = new HashMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
