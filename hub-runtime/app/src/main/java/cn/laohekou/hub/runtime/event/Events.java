package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.conservation.Conservation;
import cn.laohekou.hub.runtime.exchange.Deliveries;
import cn.laohekou.hub.runtime.exchange.EventIntake;
import cn.laohekou.hub.runtime.exchange.Publication;
import cn.laohekou.hub.runtime.quota.RateLimiter;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The event pattern of one node: takes messages, keeps a queue for every subscription, and delivers. The queues follow the
 * approved grants by the same kind of loop that keeps connectors in step.
 */
public final class Events implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("hub.event");
    private static final int SENDERS = 2;

    private final Parts parts;
    private final String boot = UUID.randomUUID().toString();
    private final BrokerLink broker;
    private final Turnstile turnstile = new Turnstile();
    private final Settler settler;
    private final MessageStore store;
    private final Dispatcher dispatcher;
    private final Reservations reservations;
    private final Publisher publisher;
    private final Housekeeper housekeeper;
    private final Set<String> queues = ConcurrentHashMap.newKeySet();
    private volatile Meant meant;

    /**
     * What it is made of.
     *
     * @param database the run-time role's connections
     * @param policy the policy in force
     * @param gate what deliveries pass
     * @param ledger evidence
     * @param keys the key service
     * @param rates rates of publishers
     * @param alerts where operations are told
     * @param conservation judges the balance
     * @param metrics where figures go
     * @param random spreads attempts
     * @param clock wall clock
     * @param zone zone whose days count
     * @param node this node's name
     */
    public record Parts(
            DataSource database,
            Supplier<PolicySnapshot> policy,
            Deliveries gate,
            Ledger ledger,
            KeyService keys,
            RateLimiter rates,
            Alerts alerts,
            Conservation conservation,
            MeterRegistry metrics,
            RandomGenerator random,
            Clock clock,
            ZoneId zone,
            String node) {}

    private Events(Parts parts, EventSettings settings, BrokerLink broker) {
        this.parts = parts;
        this.broker = broker;
        this.store = new MessageStore(parts.clock());
        this.settler = new Settler(parts.database(), store, parts.zone(), parts.node());
        Admitted admitted = new Admitted();
        BodySeal seal = new BodySeal(parts.keys());
        this.dispatcher = new Dispatcher(
                new Dispatcher.Parts(
                        broker,
                        parts.gate(),
                        seal,
                        parts.keys(),
                        admitted,
                        settler,
                        store,
                        parts.ledger(),
                        settings.backoff(),
                        parts.random(),
                        parts.clock()),
                boot);
        this.reservations = new Reservations(parts.database(), store, parts.clock());
        Backlog backlog = new Backlog(settings.mostWaiting());
        this.publisher = new Publisher(new Publisher.Parts(
                broker,
                turnstile,
                seal,
                admitted,
                reservations,
                parts.keys(),
                parts.rates(),
                settings.publisherPerSecond(),
                this::meant,
                backlog,
                new EventMetrics(parts.metrics(), settler::waiting),
                parts.zone(),
                boot));
        this.meant = new Meant(parts.policy().get());
        this.housekeeper = new Housekeeper(parts, this, backlog);
    }

    /**
     * Connects to the broker and begins.
     *
     * @throws Exception when the broker cannot be reached; its client declares nothing narrower
     */
    public static Events start(Parts parts, EventSettings settings) throws Exception {
        Events events = new Events(parts, settings, BrokerLink.open(settings.brokerUrl(), SENDERS));
        events.settler.start();
        events.reservations.start();
        events.published();
        events.housekeeper.start();
        return events;
    }

    /** Where messages come in. */
    public EventIntake intake() {
        return publisher;
    }

    /** How each subscription stands on this node. */
    CompletionStage<List<Dispatcher.Standing>> standings() {
        return dispatcher.standings();
    }

    /** Takes note that the policy in force may be another. */
    public void published() {
        PolicySnapshot policy = parts.policy().get();
        if (!meant.isOf(policy)) {
            meant = new Meant(policy);
        }
        reconcile();
    }

    /** Makes the queues and runners what the policy in force wants them to be. */
    synchronized void reconcile() {
        List<Subscription> running = new ArrayList<>();
        for (Subscription subscription : meant.all()) {
            try {
                if (subscription.open()) {
                    if (!queues.contains(subscription.queue())) {
                        broker.ensure(subscription);
                        queues.add(subscription.queue());
                    }
                    running.add(subscription);
                } else if (broker.depth(subscription) >= 0) {
                    running.add(subscription);
                }
            } catch (ActiveMQException e) {
                LOG.warnf("queue %s: %s; it will be tried again", subscription.queue(), e.getType());
            }
        }
        dispatcher.reconcile(running);
    }

    /** Whom a message is meant for; null when one of their queues is missing. */
    private @Nullable List<Subscription> meant(Publication message) {
        Meant now = meant;
        if (!now.isOf(message.policy())) {
            now = new Meant(message.policy());
        }
        List<Subscription> all = now.of(message.resource(), message.at());
        return all.stream().allMatch(one -> queues.contains(one.queue())) ? all : null;
    }

    List<Subscription> subscriptions() {
        return meant.all();
    }

    BrokerLink broker() {
        return broker;
    }

    Turnstile turnstile() {
        return turnstile;
    }

    Settler settler() {
        return settler;
    }

    MessageStore store() {
        return store;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Takes a balance now instead of at the next interval; completes when it is judged, or could not be taken. */
    CompletionStage<Boolean> balance() {
        return housekeeper.balance();
    }

    @Override
    public void close() {
        housekeeper.close();
        reservations.close();
        dispatcher.close();
        settler.close();
        broker.close();
    }
}
