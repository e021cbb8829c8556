package cn.laohekou.hub.security.evidence;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The tamper-evident ledger of one node. Safe for use from any thread; never blocks a caller.
 *
 * <p>Futures are completed on the writer thread, before the next batch is written: a dependent action must be short or
 * go to a thread of its own.
 */
public final class Ledger implements AutoCloseable {

    private final LedgerSettings settings;
    private final EvidenceStore store;
    private final InstantSource clock;
    private final LedgerQueue queue;
    private final Counters counters = new Counters();
    private final LedgerWriter writer;
    private final Thread thread;
    private volatile ReleaseBrake brake = ReleaseBrake.NONE;

    /**
     * A ledger that is not started yet.
     *
     * @param store where batches go; used by this ledger alone
     * @param settings settings
     * @param clock source of the times in headers and in the ledger's own records
     */
    public Ledger(EvidenceStore store, LedgerSettings settings, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.queue = new LedgerQueue(settings);
        ChainWriter chain = new ChainWriter(store, settings, clock, counters);
        this.writer = new LedgerWriter(queue, chain, store, counters, clock);
        this.thread = new Thread(writer, "evidence-" + settings.node());
        thread.setDaemon(true);
    }

    /**
     * Lets intents in only while a brake is open; what else is recorded, and management changes, go on.
     *
     * @param other set before {@link #start}
     */
    public void releaseOnlyWhile(ReleaseBrake other) {
        brake = other;
    }

    /**
     * Takes up the node's chain where it ends, checks its last batch and records the start.
     *
     * @throws StoreException when the store cannot be reached, is not durable, or holds a chain whose last batch does
     *     not verify: the hub must not start then
     */
    public void start() throws StoreException {
        writer.begin(
                EvidenceEntry.of(new Start(clock.instant(), settings.node(), settings.boot(), settings.version())));
        thread.start();
    }

    /**
     * Makes a record durable.
     *
     * @param entry the record
     * @return completes with its place once it is durable; exceptionally with {@link LedgerUnavailable} when that cannot
     *     be said for certain, and with {@link StaleEpoch} when the entry is bound to a policy epoch that is no longer in
     *     force. In both cases nothing may be released
     */
    public CompletableFuture<Receipt> append(EvidenceEntry entry) {
        Outage outage = writer.outage();
        CompletableFuture<Receipt> future = new CompletableFuture<>();
        String braked = entry.record() instanceof Intent ? brake.why() : null;
        if (braked != null) {
            brake.refused();
            future.completeExceptionally(new LedgerUnavailable(braked));
        } else if (entry.record() instanceof Intent intent && !Clocks.recordable(intent.at(), clock.instant())) {
            counters.refused();
            future.completeExceptionally(new LedgerUnavailable(
                    "交换历时过长或时钟被调整，请重新调用 / the exchange took too long or a clock was set; call again"));
        } else if (outage != null) {
            counters.refused();
            future.completeExceptionally(new LedgerUnavailable(outage.reason()));
        } else if (!queue.offer(entry, future)) {
            counters.refused();
            future.completeExceptionally(new LedgerUnavailable("排队已满，请稍后重试 / too many records wait, try again later"));
        }
        return future;
    }

    /**
     * Records what nobody waits for, an outcome: it goes with the next batch. When the process is killed before, the
     * intent stands without an outcome.
     *
     * @param entry the record; one bound to a policy epoch is dropped when that is no longer in force
     */
    public void appendLater(EvidenceEntry entry) {
        if (!queue.offer(entry, null)) {
            counters.outcomeLost();
        }
    }

    /**
     * Runs a registry change and makes it durable together with its audit records, in one database transaction that
     * holds the policy epoch from its start.
     *
     * @param work the change
     * @param <T> what it returns
     * @return completes with the change's value once all is durable; exceptionally with what the work threw, or with
     *     {@link LedgerUnavailable}
     */
    public <T> CompletableFuture<T> transact(ManagementWork<T> work) {
        ManagementTask<T> task = new ManagementTask<>(work);
        Outage outage = writer.outage();
        if (outage != null) {
            counters.refused();
            task.fail(new LedgerUnavailable(outage.reason()));
        } else if (!queue.offer(task)) {
            counters.refused();
            task.fail(new LedgerUnavailable("排队已满，请稍后重试 / too many changes wait, try again later"));
        }
        return task.future();
    }

    /**
     * Whether an exchange may be forwarded: whether evidence can be made durable now. Answers at once when the store
     * proved alive within {@link LedgerSettings#readyFor} or is known to be down, and asks it otherwise.
     */
    public CompletionStage<Boolean> ready() {
        if (writer.outage() != null) {
            counters.refused();
            return CompletableFuture.completedFuture(false);
        }
        if (brake.why() != null) {
            brake.refused();
            return CompletableFuture.completedFuture(false);
        }
        if (System.nanoTime() - writer.aliveAt() < settings.readyFor().toNanos()) {
            return CompletableFuture.completedFuture(true);
        }
        return queue.ping();
    }

    /** Why nothing can be released now, in one sentence; null while it can. For health reports. */
    public @Nullable String whyDown() {
        Outage outage = writer.outage();
        return outage == null ? brake.why() : outage.reason();
    }

    /** Where the chain durably ends; a lower bound. */
    public ChainHead head() {
        return writer.head();
    }

    /** Policy epoch this ledger last saw in force: 0 before the start. A lower bound of the one in force now. */
    public long epoch() {
        return writer.epoch();
    }

    /** Name of the node whose chain this is. */
    public String node() {
        return settings.node();
    }

    /** Figures since the start. */
    public LedgerMetrics metrics() {
        return counters.snapshot(writer.outage() == null, queue);
    }

    /** Writes what waits, then ends; records that come later are refused. */
    @Override
    public void close() {
        queue.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
