package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
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

/** A Camel context with the component and a guard that notes what it is asked. */
final class SoapFixture implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    final List<String> guarded = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    SoapFixture() {
        OutgoingGuard guard = (connector, host, port) -> {
            guarded.add(connector + " " + host + ":" + port);
            return CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
        };
        camel.getRegistry().bind(OutgoingGuard.BEAN, guard);
        camel.start();
    }

    /** A started producer; every setting travels as a bean, as it does in the hub. */
    AsyncProducer producer(Map<String, Object> settings) throws Exception {
        int call = NAMES.incrementAndGet();
        StringBuilder uri = new StringBuilder("hub-soap:civil-affairs");
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

    AsyncProducer producer(String address, String wsdl, Object... more) throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of("address", address, "wsdl", wsdl));
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return producer(settings);
    }

    /** Calls an operation; gives the answer's JSON. */
    String call(AsyncProducer producer, String operation, String json) throws Exception {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Exchange exchange = exchange(producer, operation, json, answer);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** Calls an operation that must fail. */
    ConnectorFault fault(AsyncProducer producer, String operation, String json) throws Exception {
        Exchange exchange = exchange(producer, operation, json, new ByteArrayOutputStream());
        if (exchange.getException() instanceof ConnectorFault fault) {
            return fault;
        }
        throw new AssertionError("no fault but " + exchange.getException());
    }

    FaultCode code(AsyncProducer producer, String operation, String json) throws Exception {
        return fault(producer, operation, json).code();
    }

    private Exchange exchange(AsyncProducer producer, String operation, String json, ByteArrayOutputStream answer)
            throws Exception {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(ExchangeKeys.METHOD, "POST");
        exchange.setProperty(ExchangeKeys.PATH, operation);
        exchange.setProperty(ExchangeKeys.QUERY, "");
        exchange.setProperty(ExchangeKeys.ANSWER_SINK, (AnswerSink) answer::write);
        exchange.getMessage().setBody(json.getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
