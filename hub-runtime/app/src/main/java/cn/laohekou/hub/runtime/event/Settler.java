package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.conservation.Figure;
import cn.laohekou.hub.runtime.conservation.Raised;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that settles: takes all that waits, writes it in one transaction of the database, and only then
 * acknowledges to the broker what left it. So a message is in the broker until the database knows what became of it. What
 * the database does not take is tried again until it does.
 */
final class Settler implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("hub.event");
    private static final int MOST = 1_000;
    private static final long PAUSE_MILLIS = 500;

    /** Work inside the transaction. Run again when the transaction failed. */
    @FunctionalInterface
    interface Work {
        void in(Connection connection, Raised raised) throws SQLException;
    }

    /** Work between two transactions, when all that was settled before is acknowledged. */
    @FunctionalInterface
    interface Between {
        void run(Connection connection) throws SQLException;
    }

    private sealed interface Task {}

    private record Delivered(String subscription, Message message, Feed.@Nullable Offered from, Runnable done)
            implements Task {}

    private record Other(Work work, Feed.@Nullable Offered from, Runnable done) implements Task {}

    private record Alone(Between work, Runnable done) implements Task {}

    private final DataSource database;
    private final MessageStore store;
    private final ZoneId zone;
    private final String node;
    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "hub-event-settler");
    private volatile boolean closed;

    Settler(DataSource database, MessageStore store, ZoneId zone, String node) {
        this.database = database;
        this.store = store;
        this.zone = zone;
        this.node = node;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A message of the broker was delivered. */
    void delivered(String subscription, Feed.Offered from, Runnable done) {
        tasks.add(new Delivered(subscription, from.message(), from, done));
    }

    /**
     * Anything else.
     *
     * @param from what is acknowledged once the work is durable; null for nothing
     * @param done told, on this thread, when all that is so
     */
    void settle(Work work, Feed.@Nullable Offered from, Runnable done) {
        tasks.add(new Other(work, from, done));
    }

    /** Runs something when everything before it is settled and acknowledged, and nothing after it has begun. */
    void between(Between work, Runnable done) {
        tasks.add(new Alone(work, done));
    }

    /** How many wait. */
    int waiting() {
        return tasks.size();
    }

    private void run() {
        try {
            while (!closed || !tasks.isEmpty()) {
                List<Task> batch = new ArrayList<>();
                Task first = tasks.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    tasks.drainTo(batch, MOST - 1);
                    settle(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(List<Task> batch) throws InterruptedException {
        List<Task> together = new ArrayList<>();
        for (Task task : batch) {
            if (task instanceof Alone alone) {
                settleTogether(together);
                together.clear();
                alone(alone);
            } else {
                together.add(task);
            }
        }
        settleTogether(together);
    }

    private void alone(Alone alone) {
        try (Connection connection = database.getConnection()) {
            alone.work().run(connection);
        } catch (SQLException e) {
            LOG.debugf("the database did not answer: SQLSTATE %s", e.getSQLState());
        } catch (RuntimeException e) {
            LOG.warn("work between two settlements failed", e);
        }
        alone.done().run();
    }

    private void settleTogether(List<Task> batch) throws InterruptedException {
        while (!batch.isEmpty()) {
            try {
                write(batch);
                acknowledge(batch);
                return;
            } catch (SQLException e) {
                if (batch.size() > 1 && isDatas(e)) {
                    for (Task task : batch) {
                        settleTogether(new ArrayList<>(List.of(task)));
                    }
                    return;
                }
                if (isDatas(e)) {
                    LOG.errorf(e, "a message cannot be settled and stays where it is");
                    return;
                }
                LOG.debugf("the database did not take a settlement: SQLSTATE %s", e.getSQLState());
                if (closed) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    /** Classes 22, 23 and 42: this very work will fail again. */
    private static boolean isDatas(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("42");
    }

    private void write(List<Task> batch) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Raised raised = new Raised();
                MessageStore.DeliveredRows rows = store.new DeliveredRows();
                for (Task task : batch) {
                    if (task instanceof Delivered delivered) {
                        rows.add(delivered.subscription(), delivered.message().original());
                        raised.by(delivered.subscription(), day(delivered.message()), Figure.DELIVERED, 1);
                    } else if (task instanceof Other other) {
                        other.work().in(connection, raised);
                    }
                }
                rows.write(connection);
                raised.write(connection, node);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Figures count to the day a message was accepted. */
    java.time.LocalDate day(Message message) {
        return message.acceptedAt().atZone(zone).toLocalDate();
    }

    private static void acknowledge(List<Task> batch) {
        IdentityHashMap<Feed, List<ClientMessage>> byFeed = new IdentityHashMap<>();
        for (Task task : batch) {
            Feed.Offered from = task instanceof Delivered delivered
                    ? delivered.from()
                    : task instanceof Other other ? other.from() : null;
            if (from != null) {
                byFeed.computeIfAbsent(from.feed(), feed -> new ArrayList<>()).add(from.handle());
            }
        }
        byFeed.forEach((feed, messages) -> {
            try {
                feed.acknowledge(messages);
            } catch (ActiveMQException e) {
                // The broker offers them again, and the database knows them.
                LOG.warnf("%d messages could not be acknowledged to the broker: %s", messages.size(), e.getType());
            }
        });
        for (Task task : batch) {
            (task instanceof Delivered delivered ? delivered.done() : ((Other) task).done()).run();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
