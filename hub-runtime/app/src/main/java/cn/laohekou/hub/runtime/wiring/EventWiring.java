package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.connector.api.MessageIntake;
import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.conservation.Conservation;
import cn.laohekou.hub.runtime.event.ConnectorIntake;
import cn.laohekou.hub.runtime.event.DeadLetters;
import cn.laohekou.hub.runtime.event.EventSettings;
import cn.laohekou.hub.runtime.event.Events;
import cn.laohekou.hub.runtime.event.Subscriptions;
import cn.laohekou.hub.runtime.exchange.DataPlane;
import cn.laohekou.hub.runtime.exchange.EventIntake;
import cn.laohekou.hub.runtime.quota.HazelcastTokenSource;
import cn.laohekou.hub.runtime.quota.RateLimiter;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.Ledger;
import com.hazelcast.core.HazelcastInstance;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Starts the event pattern once connectors run, and stops it before they do. */
@ApplicationScoped
class EventWiring {

    private final AtomicReference<@Nullable Events> running = new AtomicReference<>();
    private final HubConfig config;
    private final DataPlane plane;
    private final Registry registry;
    private final CamelContext camel;
    private final Events.Parts parts;

    EventWiring(
            HubConfig config,
            DataPlane plane,
            Registry registry,
            CamelContext camel,
            DataSource database,
            Ledger ledger,
            KeyService keys,
            HazelcastInstance hazelcast,
            Alerts alerts,
            Conservation conservation,
            MeterRegistry metrics,
            ExecutorService blocking,
            Clock clock) {
        this.config = config;
        this.plane = plane;
        this.registry = registry;
        this.camel = camel;
        this.parts = new Events.Parts(
                database,
                () -> registry.state().current().policy(),
                plane.deliveries(blocking),
                ledger,
                keys,
                new RateLimiter(new HazelcastTokenSource(hazelcast), System::nanoTime),
                alerts,
                conservation,
                metrics,
                random(),
                clock,
                config.zone(),
                config.node());
    }

    private static RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    @Produces
    @Singleton
    static Conservation conservation(Alerts alerts, MeterRegistry metrics, Clock clock) {
        return new Conservation(alerts, metrics, clock);
    }

    @Produces
    @Singleton
    static DeadLetters deadLetters(DataSource database, Registry registry, HubConfig config) {
        return new DeadLetters(database, registry.changes(), config.zone(), config.node());
    }

    @Produces
    @Singleton
    Subscriptions subscriptions(DataSource database) {
        return new Subscriptions(database, registry.changes(), registry.state(), running::get);
    }

    /** Before the connectors: those that receive messages look for the intake when they start. */
    void bind() {
        EventIntake late = message -> {
            Events events = running.get();
            return (events == null ? EventIntake.CLOSED : events.intake()).take(message);
        };
        camel.getRegistry()
                .bind(
                        MessageIntake.NAME,
                        MessageIntake.class,
                        new ConnectorIntake(registry.state(), plane.publishing(), late));
    }

    /** Connects to the broker, or throws: a hub that cannot keep messages does not start. */
    void start() {
        try {
            Events events = Events.start(
                    parts,
                    new EventSettings(
                            config.broker().url(),
                            config.event().publisherPerSecond(),
                            config.event().mostWaiting(),
                            config.event().retryMillis()));
            running.set(events);
            registry.state().addListener(snapshot -> events.published());
            events.published();
            plane.take(events.intake());
        } catch (Exception e) { // The broker's client declares nothing narrower.
            throw new IllegalStateException(
                    "消息代理无法连接，请检查 HUB_BROKER_URL。 The broker cannot be reached; check HUB_BROKER_URL.", e);
        }
    }

    void stop() {
        plane.take(EventIntake.CLOSED);
        Events events = running.getAndSet(null);
        if (events != null) {
            events.close();
        }
    }
}
