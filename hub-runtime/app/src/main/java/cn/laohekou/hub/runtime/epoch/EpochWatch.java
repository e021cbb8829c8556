package cn.laohekou.hub.runtime.epoch;

import cn.laohekou.hub.runtime.evidence.WriterConnections;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Reads the policy epoch ten times a second, and at once when news arrive, so that a node without news learns all the
 * same. When the epoch was raised, what is being released is looked at again first; only then does the node say that it
 * acts on the new one.
 */
public final class EpochWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("hub.epoch");

    /** Pause between two reads in milliseconds: several fit into {@link EpochLease#LENGTH}. */
    private static final long EVERY_MILLIS = 100;

    /** A registration is renewed long before it ends. */
    private static final Duration RENEW_AFTER = Duration.ofSeconds(1);

    /** What the watch acts on. */
    public interface Node {

        /** Number of the change the policy in force on this node was read after. */
        long changeNumber();

        /** Reads the policy anew; must not block. */
        void reload();

        /** Decides again about everything that is being released; completes when nothing old is released any more. */
        CompletionStage<Void> recheck();
    }

    private final EpochTable table;
    private final EpochLease lease;
    private final Node node;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private CompletionStage<Void> recheck = CompletableFuture.completedFuture(null);
    private long rechecked;
    private long confirmed;
    private long registeredEpoch;
    private long registeredAt;
    private boolean registered;
    private boolean readable = true;

    /**
     * A watch that is not started yet.
     *
     * @param connections opens a connection as the run-time role, outside any pool
     * @param name name of this node
     * @param lease kept up to date
     * @param node what is acted on
     */
    public EpochWatch(WriterConnections connections, String name, EpochLease lease, Node node) {
        this.table = new EpochTable(connections::open, name);
        this.lease = lease;
        this.node = node;
        this.thread = new Thread(this::run, "hub-epoch");
        thread.setDaemon(true);
        lease.onAsked(this::wake);
    }

    /** Reads for the first time, then goes on by itself. */
    public void start() {
        turn();
        thread.start();
    }

    /** News arrived: reads at once. */
    public void wake() {
        news.release();
    }

    /** Stops reading; the lease runs out. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                if (news.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
                turn();
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        table.close();
    }

    private void turn() {
        long askedAt = System.nanoTime();
        try {
            EpochTable.Now now = table.read();
            look(now);
            register(askedAt);
            // A lease never outlasts the registration: whoever does not wait for this node may be sure of it.
            if (registered && askedAt + EpochLease.LENGTH.toNanos() - registeredAt < EpochTable.REGISTERED.toNanos()) {
                lease.read(now.epoch(), askedAt);
            }
            report(true);
        } catch (SQLException | RuntimeException e) {
            table.close();
            lease.unreadable();
            report(false);
        }
    }

    private void look(EpochTable.Now now) {
        lease.raised(now.epoch());
        if (now.epoch() > rechecked) {
            rechecked = now.epoch();
            recheck = node.recheck();
            CompletionStage<Void> unused = recheck.whenComplete((done, failure) -> wake());
        }
        if (now.changeNumber() != node.changeNumber()) {
            node.reload();
        }
        if (recheck.toCompletableFuture().isDone()) {
            confirmed = rechecked;
        }
    }

    private void register(long askedAt) throws SQLException {
        boolean due = askedAt - registeredAt >= RENEW_AFTER.toNanos();
        if (!registered || due || registeredEpoch != confirmed) {
            table.register(confirmed);
            registered = true;
            registeredAt = askedAt;
            registeredEpoch = confirmed;
        }
    }

    private void report(boolean works) {
        if (works != readable) {
            readable = works;
            LOG.warn(
                    works
                            ? "the policy epoch can be read again"
                            : "the policy epoch cannot be read; nothing is released");
        }
    }
}
