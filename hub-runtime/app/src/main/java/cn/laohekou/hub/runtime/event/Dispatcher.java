package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.exchange.Deliveries;
import cn.laohekou.hub.runtime.exchange.Shipment;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.Refusal;
import cn.laohekou.hub.security.policy.ExchangeShape;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All subscriptions of this node: one loop on which they live, a few threads on which messages are filtered. */
final class Dispatcher implements Works, AutoCloseable {

    private static final Logger LOG = Logger.getLogger("hub.event");

    private static final int KEY_BYTES = 8;

    private final Parts parts;
    private final String boot;
    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(task -> BrokerLink.daemon(task, "hub-event-loop"));
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            task -> BrokerLink.daemon(task, "hub-event-filter"));
    private final Map<String, Runner> runners = new TreeMap<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private volatile boolean closed;

    /**
     * What it is made of.
     *
     * @param broker where messages come from
     * @param gate what they pass
     * @param seal opens them
     * @param keys digests
     * @param admitted what this node knows of intents
     * @param settler writes what became of them
     * @param store the database's statements
     * @param ledger takes the record of what is not delivered
     * @param backoff when they are tried again
     * @param random spreads attempts
     * @param clock wall clock
     */
    record Parts(
            BrokerLink broker,
            Deliveries gate,
            BodySeal seal,
            KeyService keys,
            Admitted admitted,
            Settler settler,
            MessageStore store,
            Ledger ledger,
            Backoff backoff,
            RandomGenerator random,
            Clock clock) {}

    Dispatcher(Parts parts, String boot) {
        this.parts = parts;
        this.boot = boot;
    }

    /**
     * Brings the runners in step with the subscriptions; the queues are there already.
     *
     * @param wanted all subscriptions that have a queue
     */
    void reconcile(List<Subscription> wanted) {
        loop.execute(() -> {
            Map<String, Subscription> byName = new HashMap<>();
            wanted.forEach(subscription -> byName.put(subscription.grant(), subscription));
            runners.entrySet().removeIf(entry -> {
                boolean gone = !byName.containsKey(entry.getKey());
                if (gone) {
                    entry.getValue().close();
                }
                return gone;
            });
            byName.forEach((name, subscription) -> {
                Runner running = runners.get(name);
                if (running == null) {
                    begin(name, subscription);
                } else {
                    running.revised(subscription);
                }
            });
        });
    }

    private void begin(String name, Subscription subscription) {
        Runner runner = new Runner(this, subscription);
        runners.put(name, runner);
        runner.begin(() -> {
            if (closed || runners.get(name) != runner) {
                return;
            }
            try {
                runner.reading(parts.broker().read(subscription, offered -> execute(() -> runner.offered(offered))));
            } catch (ActiveMQException e) {
                LOG.warnf("subscription %s cannot be read: %s; it will be tried again", name, e.getType());
                runners.remove(name);
            }
        });
    }

    /**
     * At intervals.
     *
     * @param due subscriptions with parked messages whose turn it is
     * @param paused subscriptions a person paused
     */
    void tick(Set<String> due, Set<String> paused) {
        execute(() -> runners.forEach((name, runner) -> {
            runner.pause(paused.contains(name));
            runner.tick(due.contains(name));
        }));
    }

    /** How each subscription stands. */
    CompletionStage<List<Standing>> standings() {
        return CompletableFuture.supplyAsync(
                () -> {
                    List<Standing> all = new ArrayList<>();
                    runners.values()
                            .forEach(runner -> all.add(new Standing(
                                    runner.subscription(), runner.state(), runner.waitingKeys(), runner.aside())));
                    return all;
                },
                loop);
    }

    /**
     * How a subscription stands.
     *
     * @param subscription which
     * @param state in one word
     * @param waitingKeys keys whose messages wait for a parked one
     * @param aside messages in its queue that were never accepted
     */
    record Standing(Subscription subscription, String state, int waitingKeys, int aside) {}

    @Override
    public String boot() {
        return boot;
    }

    @Override
    public Admitted admitted() {
        return parts.admitted();
    }

    @Override
    public Settler settler() {
        return parts.settler();
    }

    @Override
    public MessageStore store() {
        return parts.store();
    }

    @Override
    public Backoff backoff() {
        return parts.backoff();
    }

    @Override
    public Executor loop() {
        return this::execute;
    }

    @Override
    public Clock clock() {
        return parts.clock();
    }

    private void execute(Runnable task) {
        try {
            loop.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("a step of the event dispatcher failed", e);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("the hub stops");
        }
    }

    @Override
    public boolean room(Subscription subscription) {
        String connector = subscription.delivery().connector();
        int places = parts.gate().places(connector);
        // None means that it does not run: the attempt itself finds out, and the subscription then waits.
        return underWay.getOrDefault(connector, 0) < Math.max(1, places);
    }

    @Override
    public void launch(
            Subscription subscription,
            Message message,
            int attempt,
            @Nullable Parked parked,
            Consumer<Shipment.Result> told) {
        String connector = subscription.delivery().connector();
        underWay.merge(connector, 1, Integer::sum);
        try {
            workers.execute(() -> deliver(subscription, message, attempt, parked)
                    .whenComplete((result, failure) -> execute(() -> {
                        underWay.merge(connector, -1, Integer::sum);
                        told.accept(
                                result == null
                                        ? new Shipment.Failed("INTERNAL", "the attempt broke off", true)
                                        : result);
                    })));
        } catch (RejectedExecutionException closing) {
            LOG.debug("the hub stops");
        }
    }

    private CompletionStage<Shipment.Result> deliver(
            Subscription subscription, Message message, int attempt, @Nullable Parked parked) {
        byte[] body;
        try {
            body = parts.seal().open(message.original(), message.sealed());
        } catch (IllegalStateException broken) {
            return CompletableFuture.completedFuture(
                    new Shipment.Failed("MESSAGE_UNREADABLE", String.valueOf(broken.getMessage()), true));
        }
        Map<String, String> notes = new HashMap<>();
        String by = parked == null ? null : parked.replayedBy();
        if (parked != null && by != null) {
            notes.put("replayedBy", by);
            notes.put("replayReason", parked.replayNote() == null ? "" : parked.replayNote());
        }
        return parts.gate()
                .deliver(new Shipment(
                        message.original(),
                        subscription.grant(),
                        subscription.system(),
                        subscription.resource(),
                        body,
                        keyFor(subscription, message),
                        message.sequence(),
                        attempt,
                        parked != null && parked.disordered(),
                        parked == null ? null : parked.redirect(),
                        notes));
    }

    /** Tells a receiver which messages belong together, and no two receivers the same. */
    private String keyFor(Subscription subscription, Message message) {
        byte[] digest = parts.keys()
                .mac(
                        "event-key-of-subscriber",
                        subscription.grant().getBytes(StandardCharsets.UTF_8),
                        message.key().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    }

    @Override
    public void wake(Subscription subscription) {
        String connector = subscription.delivery().connector();
        runners.values().stream()
                .filter(runner -> runner.subscription().delivery().connector().equals(connector))
                .forEach(Runner::pump);
    }

    @Override
    public void later(Runnable task, long millis) {
        try {
            ScheduledFuture<?> unused = loop.schedule(() -> execute(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("the hub stops");
        }
    }

    @Override
    public long delay(int attempts, @Nullable Instant expires) {
        long remaining = expires == null
                ? Long.MAX_VALUE
                : Math.max(0, expires.toEpochMilli() - parts.clock().millis());
        return parts.backoff().delay(attempts, remaining, parts.random());
    }

    @Override
    public void refused(Subscription subscription, Message message, String cause, int attempts) {
        parts.ledger()
                .appendLater(EvidenceEntry.of(new Refusal(
                        message.original(),
                        parts.clock().instant(),
                        new Asker(subscription.system(), subscription.department(), "", "delivery", null),
                        subscription.resource(),
                        ExchangeShape.Event.MESSAGES,
                        null,
                        subscription.grant(),
                        parts.ledger().epoch(),
                        cause,
                        0,
                        Attributes.of(Map.of("attempts", Integer.toString(attempts))))));
    }

    @Override
    public void close() {
        // The feeds stay open until what they brought is settled; they go with the connection.
        closed = true;
        loop.shutdown();
        workers.shutdown();
        try {
            boolean unused = loop.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
