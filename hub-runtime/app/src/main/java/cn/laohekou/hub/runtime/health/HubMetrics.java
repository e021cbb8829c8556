package cn.laohekou.hub.runtime.health;

import cn.laohekou.hub.runtime.reconcile.ConnectorStatus;
import cn.laohekou.hub.runtime.wiring.Connectors;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.ToDoubleFunction;

/** Figures of the ledger and of every connector, for Prometheus. Labels are names the registry holds, never a caller's. */
@ApplicationScoped
class HubMetrics {

    private static final long REFRESH_MILLIS = 5_000;

    private final Ledger ledger;
    private final Connectors connectors;
    private final MeterRegistry registry;
    private final Vertx vertx;

    HubMetrics(Ledger ledger, Connectors connectors, MeterRegistry registry, Vertx vertx) {
        this.ledger = ledger;
        this.connectors = connectors;
        this.registry = registry;
        this.vertx = vertx;
    }

    void start(@Observes @Priority(300) StartupEvent started) {
        gauge("hub.ledger.batches", "Batches flushed since start", LedgerMetrics::batches);
        gauge("hub.ledger.records", "Records made durable since start", LedgerMetrics::records);
        gauge("hub.ledger.exchanges.per.flush", "Exchanges per flush since start", HubMetrics::exchangesPerFlush);
        gauge("hub.ledger.queue", "Records waiting for the writer", LedgerMetrics::queuedRecords);
        gauge("hub.ledger.flush.nanos", "Duration of the last flush in nanoseconds", LedgerMetrics::lastFlushNanos);
        MultiGauge running = MultiGauge.builder("hub.connector.running")
                .description("1 when the connector runs its desired revision, else 0")
                .register(registry);
        refresh(running);
        vertx.setPeriodic(REFRESH_MILLIS, tick -> refresh(running));
    }

    private static double exchangesPerFlush(LedgerMetrics metrics) {
        return metrics.batches() == 0 ? 0 : (double) metrics.exchanges() / metrics.batches();
    }

    private void gauge(String name, String description, ToDoubleFunction<LedgerMetrics> figure) {
        Gauge.builder(name, ledger, known -> figure.applyAsDouble(known.metrics()))
                .description(description)
                .register(registry);
    }

    private void refresh(MultiGauge running) {
        running.register(
                connectors.statuses().stream()
                        .map(status -> MultiGauge.Row.of(
                                Tags.of("connector", status.connector()),
                                status.state() == ConnectorStatus.State.RUNNING ? 1 : 0))
                        .toList(),
                true);
    }
}
