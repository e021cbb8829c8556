package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jboss.logging.Logger;

/** Enters a connector's running Camel route through its asynchronous processor. */
final class CamelRoute implements ConnectorLeg.Route {

    private static final Logger LOG = Logger.getLogger("hub.connector");

    private final CamelContext camel;
    private final String connector;
    private final Supplier<Optional<AsyncProcessor>> entry;

    CamelRoute(CamelContext camel, String connector, Supplier<Optional<AsyncProcessor>> entry) {
        this.camel = camel;
        this.connector = connector;
        this.entry = entry;
    }

    @Override
    public boolean start(LegCall call, Consumer<LegOutcome> finished) {
        Optional<AsyncProcessor> route = entry.get();
        if (route.isEmpty()) {
            return false;
        }
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(ExchangeKeys.METHOD, call.method());
        exchange.setProperty(ExchangeKeys.PATH, call.path());
        String query = call.query();
        exchange.setProperty(ExchangeKeys.QUERY, query == null ? "" : query);
        exchange.setProperty(ExchangeKeys.EXCHANGE_ID, call.exchangeId());
        exchange.setProperty(ExchangeKeys.ANSWER_SINK, call.sink());
        if (call.traceParent() != null) {
            exchange.setProperty(ExchangeKeys.TRACE_PARENT, call.traceParent());
        }
        if (call.bodyType() != null) {
            exchange.setProperty(ExchangeKeys.BODY_TYPE, call.bodyType());
        }
        if (!call.headers().isEmpty()) {
            exchange.setProperty(ExchangeKeys.HEADERS, call.headers());
        }
        call.properties().forEach(exchange::setProperty);
        exchange.getIn().setBody(call.body());
        route.get().process(exchange, doneSync -> finished.accept(outcome(exchange)));
        return true;
    }

    private LegOutcome outcome(Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure == null) {
            Integer status = exchange.getProperty(ExchangeKeys.ANSWER_STATUS, Integer.class);
            return new LegOutcome.Answered(
                    status == null ? 200 : status, exchange.getProperty(ExchangeKeys.ANSWER_TYPE, String.class));
        }
        if (failure instanceof ConnectorFault fault) {
            return new LegOutcome.Failed(fault.code(), String.valueOf(fault.getMessage()));
        }
        if (failure instanceof RejectedExecutionException) {
            return new LegOutcome.Refused(LegOutcome.Refused.Why.NOT_RUNNING, 1);
        }
        // The message of a foreign exception may hold an address or a value: only its type is told.
        LOG.warnf("connector %s failed with %s", connector, failure.getClass().getName());
        return new LegOutcome.Failed(
                FaultCode.CONNECTOR_MISCONFIGURED,
                "failed with " + failure.getClass().getSimpleName());
    }
}
