package cn.laohekou.hub.runtime.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What operations see of messages, beyond the conservation law's figures. */
final class EventMetrics {

    private final Counter accepted;

    EventMetrics(MeterRegistry registry, Supplier<Number> settling) {
        this.accepted = Counter.builder("hub.events.accepted")
                .description("Messages acknowledged to their publishers")
                .register(registry);
        Gauge.builder("hub.events.settling", settling)
                .description("Settlements that wait for the database")
                .register(registry);
    }

    void accepted() {
        accepted.increment();
    }
}
