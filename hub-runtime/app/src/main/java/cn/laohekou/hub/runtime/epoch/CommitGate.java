package cn.laohekou.hub.runtime.epoch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Lets a release that takes effect in one step, a commit at a counterpart, happen only while the policy it was decided
 * under is known to be in force, and lets a restricting change wait for those that have begun. Thread-safe.
 */
public final class CommitGate {

    /** How long an unreadable policy holds a commit up before it is given up. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long LOOK_AGAIN_MILLIS = 20;

    /** The step. */
    @FunctionalInterface
    public interface Step<E extends Exception> {
        void take() throws E;
    }

    private final EpochLease lease;
    private int within;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

    /**
     * @param lease what is known of the policy
     */
    public CommitGate(EpochLease lease) {
        this.lease = lease;
    }

    /**
     * Takes a step if the policy of that epoch is in force.
     *
     * @return false when it is not, or that cannot be known: the step was not taken
     */
    public <E extends Exception> boolean take(long epoch, Step<E> step) throws E, InterruptedException {
        long start = System.nanoTime();
        while (!enter(epoch)) {
            if (lease.epoch() > epoch || System.nanoTime() - start > PATIENCE_NANOS) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        try {
            step.take();
            return true;
        } finally {
            leave();
        }
    }

    /** Completes when every step that has begun by now, or is begun until then, has ended. */
    public synchronized CompletionStage<Void> drained() {
        return drained;
    }

    /** Waits for {@link #drained}, as long as a lease lasts at most. */
    public void awaitDrained() {
        try {
            drained().toCompletableFuture().get(EpochLease.LENGTH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            // A counterpart that does not answer a commit is cut off by its connector's time-out.
        }
    }

    /** Counted before the lease is looked at: who waits after a raise sees everybody who did not. */
    private synchronized boolean enter(long epoch) {
        if (!lease.allows(epoch)) {
            return false;
        }
        if (within++ == 0) {
            drained = new CompletableFuture<>();
        }
        return true;
    }

    private synchronized void leave() {
        if (--within == 0) {
            drained.complete(null);
        }
    }
}
