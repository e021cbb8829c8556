package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultExchange;

/** Asks counterparts for a sign of life through the connector's own route, and thus with its own settings. Thread-safe. */
public final class ProbeRunner {

    /** A plugin has time-outs of its own; this one only makes sure that a probe always ends. Milliseconds. */
    private static final long LIMIT_MILLIS = 60_000;

    private final ConnectorRoutes routes;
    private final Executor blocking;

    /**
     * @param routes the running connectors
     * @param blocking where routes may be started and stopped, which blocks
     */
    public ProbeRunner(ConnectorRoutes routes, Executor blocking) {
        this.routes = routes;
        this.blocking = blocking;
    }

    /**
     * Probes a running connector.
     *
     * @return completes with a result in every case, on any thread
     */
    public CompletionStage<ProbeResult> probe(String connector) {
        return routes.entry(connector)
                .map(this::run)
                .orElseGet(() -> CompletableFuture.completedFuture(ProbeResult.notRunning()));
    }

    /**
     * Probes a revision that does not run yet: starts it beside the running one, reachable by this probe alone, and takes
     * it away again.
     *
     * @return completes with a result in every case, also when the revision cannot start, on any thread
     */
    public CompletionStage<ProbeResult> probeCandidate(ConnectorInstance candidate) {
        return CompletableFuture.supplyAsync(() -> startAndRun(candidate), blocking)
                .thenCompose(result -> result);
    }

    private CompletionStage<ProbeResult> startAndRun(ConnectorInstance candidate) {
        RunningRoute started;
        try {
            started = routes.startCandidate(candidate);
        } catch (ConnectorRouteException e) {
            return CompletableFuture.completedFuture(ProbeResult.failed(0, e.code(), messageOf(e)));
        }
        return run(started.door()).whenCompleteAsync((result, failure) -> routes.discard(started), blocking);
    }

    private CompletableFuture<ProbeResult> run(AsyncProcessor entry) {
        Exchange exchange = new DefaultExchange(routes.context(), ExchangePattern.InOut);
        exchange.setProperty(ExchangeKeys.PROBE, true);
        long start = System.nanoTime();
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        entry.process(exchange, doneSync -> result.complete(judge(exchange, System.nanoTime() - start)));
        return result.completeOnTimeout(
                ProbeResult.failed(
                        TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS),
                        FaultCode.COUNTERPART_TIMEOUT,
                        "拨测未在时限内结束。The probe did not end in time."),
                LIMIT_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static ProbeResult judge(Exchange exchange, long nanos) {
        Exception failure = exchange.getException();
        if (failure == null) {
            return ProbeResult.alive(nanos);
        }
        if (failure instanceof ConnectorFault fault) {
            return ProbeResult.failed(nanos, fault.code(), messageOf(fault));
        }
        // Its own message may quote a setting.
        return ProbeResult.failed(
                nanos,
                FaultCode.CONNECTOR_MISCONFIGURED,
                "连接器路由出错（" + failure.getClass().getSimpleName() + "）。The route failed ("
                        + failure.getClass().getSimpleName() + ").");
    }

    private static String messageOf(Exception e) {
        return Optional.ofNullable(e.getMessage()).orElse("");
    }
}
