package cn.laohekou.hub.runtime.epoch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * The policy epoch this node last read from the database, good for {@link #LENGTH} from the moment it asked. Whoever
 * raises the epoch acknowledges it no sooner than that long after the commit, or when every other node has said that it
 * acts on the new one; so nothing is released under an older epoch after the acknowledgement, also by a node that hears
 * of nothing.
 *
 * <p>Thread-safe; asking is one volatile read.
 */
public final class EpochLease {

    /** How long a read counts. A change that cannot reach a node waits this long before it is acknowledged. */
    public static final Duration LENGTH = Duration.ofMillis(500);

    private record Seen(long epoch, long until) {}

    private final LongSupplier nanos;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private volatile Seen seen;
    private volatile Runnable asker = () -> {};

    /** A lease that allows nothing yet. */
    public EpochLease() {
        this(System::nanoTime);
    }

    EpochLease(LongSupplier nanos) {
        this.nanos = nanos;
        this.seen = new Seen(0, nanos.getAsLong());
    }

    /** Whether what was decided under an epoch may be released now. */
    public boolean allows(long decidedUnder) {
        Seen now = seen;
        return now.epoch <= decidedUnder && nanos.getAsLong() - now.until < 0;
    }

    /** The highest epoch known: a lower bound of the one in force. */
    public long epoch() {
        return seen.epoch;
    }

    /** Takes note that an epoch is in force at least, however that became known; the time does not count as read. */
    public synchronized void raised(long epoch) {
        if (epoch > seen.epoch) {
            seen = new Seen(epoch, seen.until);
        }
    }

    /**
     * Takes note of a read.
     *
     * @param epoch what was read
     * @param askedAt when it was asked for, on the clock of {@link System#nanoTime}
     */
    synchronized void read(long epoch, long askedAt) {
        Seen before = seen;
        if (epoch >= before.epoch) {
            seen = new Seen(epoch, Math.max(askedAt + LENGTH.toNanos(), before.until));
        }
        answerAll();
    }

    /** Takes note that the database could not be read: whoever waits is told, the lease runs out by itself. */
    synchronized void unreadable() {
        answerAll();
    }

    /** Asks for a read at once. Completes, on any thread, after the next one, whether it succeeded or not. */
    public CompletionStage<Void> renew() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(asked);
        }
        asker.run();
        return asked;
    }

    /** Whom {@link #renew()} tells. */
    void onAsked(Runnable wakes) {
        asker = wakes;
    }

    private void answerAll() {
        List<CompletableFuture<Void>> answered = List.copyOf(waiting);
        waiting.clear();
        answered.forEach(asked -> asked.complete(null));
    }
}
