package cn.laohekou.hub.runtime.job;

import cn.laohekou.hub.runtime.problem.Text;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A job while this node works on it. Thread-safe. */
public final class RunningJob {

    private final Job job;
    private final long fence;
    private final CountDownLatch end = new CountDownLatch(1);
    private Counts counts;
    private long total;
    private @Nullable Text waitsFor;
    private @Nullable ObjectNode report;
    private volatile boolean cancelled;
    private volatile boolean lost;

    /**
     * @param job as it was when this node took it
     * @param fence number of this node's lease
     */
    public RunningJob(Job job, long fence) {
        this.job = job;
        this.fence = fence;
        this.counts = job.counts();
        this.total = job.total();
    }

    /** The job as it was when this node took it. */
    public Job job() {
        return job;
    }

    /** Number of this node's lease: higher than that of everybody who had the stream before. */
    public long fence() {
        return fence;
    }

    /** Goes on only while nobody cancelled the job and this node has it. */
    public void check() throws JobStopped {
        if (lost) {
            throw JobStopped.lost();
        }
        if (cancelled) {
            throw JobStopped.cancelled();
        }
    }

    /** Adds to what became of the units. */
    public synchronized void count(Counts more) {
        counts = counts.plus(more);
    }

    /** Sets what became of the units, as the target knows it: what was counted before a crash may be short. */
    public synchronized void restore(Counts known) {
        counts = known;
    }

    /** Sets the units expected. */
    public synchronized void expect(long units) {
        total = units;
    }

    /** Waits a while, saying for what; ends early when the job is cancelled. */
    public void pause(Text what, long millis) throws JobStopped, InterruptedException {
        synchronized (this) {
            waitsFor = what;
        }
        if (end.await(millis, TimeUnit.MILLISECONDS)) {
            check();
        }
    }

    /** Says that it goes on after a wait. */
    public synchronized void goesOn() {
        waitsFor = null;
    }

    /** Puts what was found out about the task on record. */
    public synchronized void report(ObjectNode found) {
        report = found;
    }

    /** What became of the units so far. */
    public synchronized Counts counts() {
        return counts;
    }

    /** What it waits for; null while it works. */
    public synchronized @Nullable Text waitsFor() {
        return waitsFor;
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(counts, total, waitsFor, report);
    }

    /** Ends it as soon as it looks. */
    public void cancel() {
        cancelled = true;
        end.countDown();
    }

    void lose() {
        lost = true;
        end.countDown();
    }

    record Snapshot(
            Counts counts,
            long total,
            @Nullable Text waitsFor,
            @Nullable ObjectNode report) {}
}
