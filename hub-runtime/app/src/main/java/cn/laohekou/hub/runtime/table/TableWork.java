package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.job.RunningJob;
import cn.laohekou.hub.runtime.job.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Passes over tables. A job's stream is the grant its rows go under. */
public final class TableWork implements Work {

    /** The kind of these jobs. */
    public static final String KIND = "table";

    private final TableParts parts;
    private final TableGate gate;
    private final Quarantine quarantine;

    /**
     * @param parts what the pattern is built from
     */
    public TableWork(TableParts parts) {
        this.parts = parts;
        this.gate = new TableGate(parts);
        this.quarantine = new Quarantine(parts.database(), parts.keys(), parts.clock());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(RunningJob job) throws JobStopped, InterruptedException {
        Patience patience = new Patience(job);
        while (true) {
            Permit permit = gate.decide(job.job().stream());
            try {
                TablePass pass = patience.keep(() -> new Opening(parts, quarantine, job, permit).open());
                lanes(job, pass);
                Boolean unused = patience.keep(() -> {
                    Opening.atTarget(parts.databases(), permit.target(), pass.checkpoints()::finish);
                    return true;
                });
                return;
            } catch (Replan changed) {
                // The newer grant or resource decides what goes on; lanes that are left keep their place.
            }
        }
    }

    private void lanes(RunningJob job, TablePass pass) throws Replan, JobStopped, InterruptedException {
        List<Checkpoint> open =
                pass.lanes().stream().filter(lane -> !lane.done()).toList();
        if (open.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(open.size(), task -> {
            Thread thread = new Thread(task, "hub-table-" + job.job().stream());
            thread.setDaemon(true);
            return thread;
        });
        List<Future<?>> running = new ArrayList<>();
        for (Checkpoint at : open) {
            Lane lane = new Lane(parts, quarantine, job, pass, at);
            running.add(threads.submit(() -> {
                lane.run();
                return null;
            }));
        }
        try {
            awaitAll(running);
        } finally {
            threads.shutdownNow();
            // Nothing of this pass may still write when the next one begins.
            while (!threads.awaitTermination(1, java.util.concurrent.TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        }
    }

    private static void awaitAll(List<Future<?>> running) throws Replan, JobStopped, InterruptedException {
        Throwable failure = null;
        for (Future<?> lane : running) {
            try {
                lane.get();
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
                running.forEach(other -> other.cancel(true));
            } catch (java.util.concurrent.CancellationException e) {
                // Another lane's failure is told.
            }
        }
        if (failure instanceof Replan replan) {
            throw replan;
        } else if (failure instanceof JobStopped stopped) {
            throw stopped;
        } else if (failure instanceof InterruptedException) {
            throw new InterruptedException();
        } else if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}
