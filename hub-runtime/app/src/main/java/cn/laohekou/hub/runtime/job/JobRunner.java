package cn.laohekou.hub.runtime.job;

import cn.laohekou.hub.runtime.problem.Text;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs on this node. Every second it looks for jobs nobody works on, those of a node that died among them, takes the
 * lease of their stream, renews what it has, and writes down how far they are. Thread-safe.
 */
public final class JobRunner implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("hub.job");

    /** Another node waits so long before it takes a dead node's jobs, in seconds; several renewals fit into it. */
    static final int LEASE_SECONDS = 15;

    /** Jobs under way on one node; each has threads of its own for its lanes. */
    private static final int MOST = 8;

    private static final long EVERY_MILLIS = 1_000;

    private final JobStore store;
    private final String node;
    private final Clock clock;
    private final Map<String, Work> works;
    private final Runnable beforeEachTurn;
    private final Map<String, RunningJob> running = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool = Executors.newCachedThreadPool(task -> daemon(task, "hub-job-"));
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "hub-job-ticker-"));

    /**
     * @param store where jobs are
     * @param node name of this node
     * @param clock the time
     * @param works one of each kind
     * @param beforeEachTurn asks for what is due; may fail
     */
    public JobRunner(JobStore store, String node, Clock clock, List<Work> works, Runnable beforeEachTurn) {
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.works = works.stream().collect(Collectors.toMap(Work::kind, Function.identity()));
        this.beforeEachTurn = beforeEachTurn;
    }

    /** Begins. */
    public void start() {
        Future<?> unused = ticker.scheduleWithFixedDelay(this::turn, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Stops all jobs where they are; another node, or this one's next start, takes them up. */
    @Override
    public void close() {
        ticker.shutdownNow();
        running.values().forEach(RunningJob::lose);
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("jobs did not stop in time; their targets refuse what they still write");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One turn; also for tests. */
    void turn() {
        try {
            beforeEachTurn.run();
        } catch (RuntimeException e) {
            LOG.warnf("what is due could not be asked for: %s", e.getClass().getName());
        }
        try {
            keep();
            take();
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("the job table cannot be reached: %s", e.getClass().getName());
        }
    }

    private void keep() throws SQLException {
        Set<UUID> cancelled = new HashSet<>(store.cancelled());
        for (RunningJob job : running.values()) {
            if (cancelled.contains(job.job().id())) {
                job.cancel();
            }
            if (!store.renew(job.job().stream(), job.fence(), LEASE_SECONDS)) {
                job.lose();
                continue;
            }
            RunningJob.Snapshot now = job.snapshot();
            store.progress(
                    job.job().id(),
                    now.waitsFor() == null ? JobState.RUNNING : JobState.WAITING,
                    now,
                    now.waitsFor(),
                    null);
        }
    }

    private void take() throws SQLException {
        Set<String> seen = new HashSet<>();
        for (Job job : store.open()) {
            boolean first = seen.add(job.stream());
            if (!first || running.size() >= MOST || running.containsKey(job.stream())) {
                continue;
            }
            Optional<Long> fence = store.lease(job.stream(), node, LEASE_SECONDS);
            if (fence.isPresent()) {
                begin(job, fence.get());
            }
        }
    }

    private void begin(Job found, long fence) throws SQLException {
        // Between the look and the lease another node may have ended it.
        Job job = store.find(found.id()).orElse(found);
        if (job.state().isFinal()) {
            store.release(job.stream(), fence);
            return;
        }
        store.started(job.id(), node, clock.instant());
        RunningJob taken = new RunningJob(job, fence);
        running.put(job.stream(), taken);
        pool.execute(() -> run(taken));
    }

    private void run(RunningJob job) {
        JobState state = JobState.DONE;
        Text reason = null;
        try {
            Work work = works.get(job.job().kind());
            if (work == null) {
                throw JobStopped.because("没有此类作业。", "There is no such kind of job.");
            }
            job.check();
            work.run(job);
        } catch (JobStopped e) {
            state = e.state();
            reason = e.reason();
        } catch (InterruptedException e) {
            state = JobState.RUNNING;
        } catch (RuntimeException | Error e) {
            LOG.errorf("job %s failed with %s", job.job().id(), e.getClass().getName());
            LOG.debug("job failed", e);
            state = JobState.STOPPED;
            reason = new Text(
                    "作业内部出错（" + e.getClass().getSimpleName() + "）。",
                    "The job failed inside the hub (" + e.getClass().getSimpleName() + ").");
        }
        end(job, state, reason);
        running.remove(job.job().stream(), job);
    }

    /** When the end cannot be written down, the job is taken up again and finds nothing left to do. */
    private void end(RunningJob job, JobState state, @Nullable Text reason) {
        if (!state.isFinal()) {
            return;
        }
        try {
            if (store.renew(job.job().stream(), job.fence(), LEASE_SECONDS)) {
                store.progress(job.job().id(), state, job.snapshot(), reason, clock.instant());
                store.release(job.job().stream(), job.fence());
            }
        } catch (SQLException e) {
            LOG.warnf("the end of job %s could not be written down", job.job().id());
        }
    }

    private Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
