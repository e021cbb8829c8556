package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.conservation.Measured;
import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What happens at intervals: parked messages take their turn, the backlog is measured, the balance taken, alerts told. */
final class Housekeeper implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("hub.event");
    private static final String PATTERN = "event";
    private static final long TICK_MILLIS = 500;
    private static final int TICKS_PER_BACKLOG = 4;
    private static final int TICKS_PER_BALANCE = 20;
    private static final int TICKS_PER_ALERTS = 60;
    private static final int TICKS_PER_PRUNING = 7_200;

    /** So long publishers wait at most for a balance to be taken. */
    private static final long WATERMARK_MILLIS = 1_000;

    /** Idempotency keys, and what was delivered, are remembered so long. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Events.Parts parts;
    private final Events events;
    private final Backlog backlog;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(task -> BrokerLink.daemon(task, "hub-event-housekeeping"));
    private final Set<String> alerted = new HashSet<>();
    private long ticks;

    Housekeeper(Events.Parts parts, Events events, Backlog backlog) {
        this.parts = parts;
        this.events = events;
        this.backlog = backlog;
    }

    void start() {
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Each part on its own: one that fails is tried again at a later turn. */
    private void tick() {
        ticks++;
        try (Connection connection = parts.database().getConnection()) {
            events.dispatcher()
                    .tick(
                            names(
                                    connection,
                                    "SELECT DISTINCT subscription FROM exchange.message WHERE state = 'retrying'"
                                            + " AND next_at <= ?",
                                    parts.clock().instant()),
                            names(connection, "SELECT subscription FROM exchange.pause"));
            if (ticks % TICKS_PER_ALERTS == 0) {
                tellAlerts(connection);
            }
            if (ticks % TICKS_PER_PRUNING == 0) {
                prune(connection);
            }
            if (ticks % TICKS_PER_BACKLOG == 0) {
                measureBacklog(events.store().parkedCounts(connection));
                events.reconcile();
            }
        } catch (SQLException e) {
            LOG.debugf("housekeeping waits for the database: SQLSTATE %s", e.getSQLState());
        } catch (RuntimeException e) {
            LOG.error("housekeeping of messages failed; it will be tried again", e);
        }
        if (ticks % TICKS_PER_BALANCE == 0) {
            takeBalance();
        }
    }

    private static Set<String> names(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return Set.copyOf(Sql.list(connection, sql, row -> row.getString(1), parameters));
    }

    private void measureBacklog(Map<String, Long> parked) {
        Map<Subscription, Long> waiting = new HashMap<>();
        for (Subscription subscription : events.subscriptions()) {
            waiting.put(subscription, depth(subscription) + parked.getOrDefault(subscription.grant(), 0L));
        }
        backlog.measured(waiting);
    }

    private long depth(Subscription subscription) {
        try {
            return Math.max(0, events.broker().depth(subscription));
        } catch (ActiveMQException e) {
            throw new IllegalStateException("the broker does not say how much waits: " + e.getType(), e);
        }
    }

    CompletionStage<Boolean> balance() {
        return CompletableFuture.supplyAsync(this::takeBalance, worker);
    }

    /** Lets nothing in, waits until nothing is between broker and record, and has everything settled: the watermark. */
    private boolean takeBalance() {
        if (events.subscriptions().isEmpty()) {
            return false;
        }
        CompletableFuture<Boolean> judged = new CompletableFuture<>();
        try {
            events.turnstile().close().toCompletableFuture().get(WATERMARK_MILLIS, TimeUnit.MILLISECONDS);
            events.settler()
                    .between(
                            connection -> {
                                parts.conservation().judge(PATTERN, connection, measured(connection));
                                judged.complete(true);
                            },
                            () -> judged.complete(false));
            return judged.get(WATERMARK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("no balance could be taken this time");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            events.turnstile().open();
        }
    }

    private List<Measured> measured(Connection connection) throws SQLException {
        Map<String, Long> parked = events.store().parkedCounts(connection);
        Map<String, Integer> aside = new HashMap<>();
        events.standings()
                .toCompletableFuture()
                .join()
                .forEach(standing -> aside.put(standing.subscription().grant(), standing.aside()));
        List<Measured> all = new ArrayList<>();
        for (Subscription subscription : events.subscriptions()) {
            long inFlight = depth(subscription)
                    + parked.getOrDefault(subscription.grant(), 0L)
                    - aside.getOrDefault(subscription.grant(), 0);
            all.add(new Measured(
                    subscription.grant(), subscription.delivery().connector(), subscription.department(), inFlight));
        }
        return all;
    }

    private record Waiting(
            String subscription,
            String department,
            long dead,
            long waiting,
            @Nullable Instant first) {}

    private void tellAlerts(Connection connection) throws SQLException {
        List<Waiting> all = Sql.list(
                connection,
                "SELECT subscription, department, count(*) FILTER (WHERE state = 'dead'),"
                        + " count(*) FILTER (WHERE state IN ('retrying', 'waiting')),"
                        + " min(expires_at) FILTER (WHERE state IN ('retrying', 'waiting')) AS first"
                        + " FROM exchange.message GROUP BY 1, 2",
                row -> new Waiting(
                        row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), Sql.instant(row, "first")));
        Set<String> now = new HashSet<>();
        for (Waiting one : all) {
            if (one.dead() > 0) {
                now.add("DEAD_LETTERS/" + one.subscription());
                parts.alerts()
                        .raise(
                                one.department(),
                                "DEAD_LETTERS",
                                one.subscription(),
                                "订阅 " + one.subscription() + " 有 " + one.dead() + " 条死信待处理",
                                "Subscription " + one.subscription() + " has " + one.dead() + " dead letters to see to",
                                null);
            }
            Instant first = one.first();
            if (first != null && near(one.subscription(), first)) {
                now.add("MESSAGE_DEADLINE/" + one.subscription());
                parts.alerts()
                        .raise(
                                one.department(),
                                "MESSAGE_DEADLINE",
                                one.subscription(),
                                "订阅 " + one.subscription() + " 有 " + one.waiting() + " 条消息未送达，最早一条即将到期",
                                "Subscription " + one.subscription() + " has " + one.waiting()
                                        + " undelivered messages; the first is about to expire",
                                first);
            }
        }
        for (String former : alerted) {
            if (!now.contains(former)) {
                int slash = former.indexOf('/');
                parts.alerts().clear(former.substring(0, slash), former.substring(slash + 1));
            }
        }
        alerted.clear();
        alerted.addAll(now);
    }

    /** Less than a quarter of the time to live is left. */
    private boolean near(String name, Instant first) {
        long live = events.subscriptions().stream()
                .filter(subscription -> subscription.grant().equals(name))
                .mapToLong(subscription -> subscription.delivery().timeToLiveSeconds())
                .findFirst()
                .orElse(0);
        return parts.clock().instant().isAfter(first.minusSeconds(live / 4));
    }

    private void prune(Connection connection) throws SQLException {
        Instant before = parts.clock().instant().minus(REMEMBERED);
        Sql.update(connection, "DELETE FROM exchange.publication WHERE at < ?", before);
        Sql.update(connection, "DELETE FROM exchange.delivered WHERE at < ?", before);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
