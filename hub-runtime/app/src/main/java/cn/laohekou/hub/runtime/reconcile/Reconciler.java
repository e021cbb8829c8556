package cn.laohekou.hub.runtime.reconcile;

import cn.laohekou.hub.runtime.registry.DesiredConnector;
import cn.laohekou.hub.runtime.registry.ObjectState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the registry desires with what runs and closes the gap: the same loop at first start, after a crash and
 * on every change. A connector that cannot start is tried again, ever less often, and never stops another.
 *
 * <p>Thread-safe. All changes are made by one thread of its own.
 */
public final class Reconciler implements AutoCloseable {

    /** What the reconciler acts on. */
    public interface Routes {
        /** Starts a connector or replaces what runs for it; the old goes on when the new cannot start. */
        void start(DesiredConnector desired) throws CannotRun;

        /** Pauses what runs. */
        void suspend(String connector) throws CannotRun;

        /** Ends a pause. */
        void resume(String connector) throws CannotRun;

        /** Removes all of a connector. */
        void stop(String connector);

        /** Names of all connectors with routes. */
        Set<String> connectors();
    }

    /** A connector cannot be brought into the desired state; the message is one sentence for operations. */
    public static final class CannotRun extends Exception {
        private static final long serialVersionUID = 1L;

        public CannotRun(String message) {
            super(message, null, false, false);
        }
    }

    private static final Logger LOG = Logger.getLogger("hub.reconciler");
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final Routes runtime;
    private final Supplier<? extends Collection<DesiredConnector>> desired;
    private final String node;
    private final Clock clock;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-reconciler");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Map<String, Duration> retries = new HashMap<>();
    private volatile Map<String, ConnectorStatus> statuses = Map.of();
    private volatile boolean inStep;

    /**
     * @param runtime what is acted on
     * @param desired what should run now
     * @param node this node's name
     * @param clock wall clock
     */
    public Reconciler(
            Routes runtime, Supplier<? extends Collection<DesiredConnector>> desired, String node, Clock clock) {
        this.runtime = runtime;
        this.desired = desired;
        this.node = node;
        this.clock = clock;
    }

    /** Asks for a comparison soon; many askings make one. */
    public void trigger() {
        if (asked.compareAndSet(false, true) && !worker.isShutdown()) {
            worker.execute(this::runOnce);
        }
    }

    /** Whether a comparison has finished since the last asking: failed connectors do not count against it. */
    public boolean inStep() {
        return inStep && !asked.get();
    }

    /** How all connectors stand, by name. */
    public List<ConnectorStatus> statuses() {
        return List.copyOf(statuses.values());
    }

    /** How one connector stands; empty when it is not known on this node. */
    public Optional<ConnectorStatus> status(String connector) {
        return Optional.ofNullable(statuses.get(connector));
    }

    /** Starts a connector again from nothing, also when it runs. */
    public void restart(String connector) {
        worker.execute(() -> {
            runtime.stop(connector);
            Map<String, ConnectorStatus> without = new TreeMap<>(statuses);
            without.remove(connector);
            statuses = without;
            retries.remove(connector);
            runOnce();
        });
    }

    void runOnce() {
        asked.set(false);
        try {
            Map<String, ConnectorStatus> next = new TreeMap<>();
            Set<String> wanted = new HashSet<>();
            for (DesiredConnector connector : desired.get()) {
                wanted.add(connector.name());
                next.put(connector.name(), reconcile(connector));
            }
            for (String running : runtime.connectors()) {
                if (!wanted.contains(running)) {
                    runtime.stop(running);
                }
            }
            statuses = next;
            inStep = true;
        } catch (RuntimeException e) {
            inStep = false;
            LOG.error("the desired state could not be compared; it will be tried again", e);
            later(FIRST_RETRY);
        }
    }

    private ConnectorStatus reconcile(DesiredConnector connector) {
        ConnectorStatus before = statuses.get(connector.name());
        try {
            return bring(connector, before);
        } catch (CannotRun | RuntimeException e) {
            return failed(connector, before, e);
        }
    }

    private ConnectorStatus bring(DesiredConnector connector, @Nullable ConnectorStatus before) throws CannotRun {
        ConnectorStatus running = before != null
                        && before.runningRevision() == connector.revision()
                        && runtime.connectors().contains(connector.name())
                ? before
                : null;
        if (running == null) {
            runtime.start(connector);
            retries.remove(connector.name());
        }
        boolean paused = connector.state() == ObjectState.PAUSED;
        boolean wasPaused = running != null && running.state() == ConnectorStatus.State.PAUSED;
        if (paused && !wasPaused) {
            runtime.suspend(connector.name());
        } else if (!paused && wasPaused) {
            runtime.resume(connector.name());
        }
        ConnectorStatus.State state = paused ? ConnectorStatus.State.PAUSED : ConnectorStatus.State.RUNNING;
        if (running != null && running.state() == state) {
            return running;
        }
        return new ConnectorStatus(
                connector.name(), node, connector.revision(), connector.revision(), state, null, clock.instant());
    }

    private ConnectorStatus failed(DesiredConnector connector, @Nullable ConnectorStatus before, Exception failure) {
        String error = failure instanceof CannotRun
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
        int running = before != null && runtime.connectors().contains(connector.name()) ? before.runningRevision() : 0;
        Duration delay = retries.merge(connector.name(), FIRST_RETRY, (old, first) -> {
            Duration doubled = old.multipliedBy(2);
            return doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
        });
        LOG.warnf("connector %s revision %d does not start: %s", connector.name(), connector.revision(), error);
        later(delay);
        Instant since = before != null
                        && before.state() == ConnectorStatus.State.FAILED
                        && before.desiredRevision() == connector.revision()
                ? before.since()
                : clock.instant();
        return new ConnectorStatus(
                connector.name(), node, connector.revision(), running, ConnectorStatus.State.FAILED, error, since);
    }

    private void later(Duration delay) {
        if (!worker.isShutdown()) {
            Future<?> unused = worker.schedule(this::trigger, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
