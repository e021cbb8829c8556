package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.runtime.registry.Limits;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The bounded way to one connector: at most so many exchanges under way, at most so many waiting, one time-out over both,
 * and a circuit breaker. A dead or silent counterpart costs its own callers an error and its neighbours nothing.
 *
 * <p>A place is held until the route itself has finished, also after the caller was told of the time-out: otherwise a
 * silent counterpart would pile up calls behind the bound.
 *
 * <p>Thread-safe.
 */
final class ConnectorLeg {

    /** Runs one call through the connector's route. */
    @FunctionalInterface
    interface Route {
        /**
         * Starts the call; {@code finished} is told exactly once, on any thread.
         *
         * @return false when no running route takes it; {@code finished} is then never told
         */
        boolean start(LegCall call, java.util.function.Consumer<LegOutcome> finished);
    }

    /** Runs something later; cancelling is best effort. */
    @FunctionalInterface
    interface Timer {
        /**
         * Runs a task once after a delay.
         *
         * @param millis delay
         * @param task what to run
         * @return cancels
         */
        Runnable after(long millis, Runnable task);
    }

    private final Limits limits;
    private final Route route;
    private final Timer timer;
    private final CircuitBreaker breaker;
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private int running;

    ConnectorLeg(String connector, Limits limits, Route route, Timer timer) {
        this.limits = limits;
        this.route = route;
        this.timer = timer;
        this.breaker = CircuitBreaker.of(
                connector,
                CircuitBreakerConfig.custom()
                        .failureRateThreshold(limits.failureRate())
                        .slidingWindowSize(limits.window())
                        .minimumNumberOfCalls(limits.window())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(Duration.ofSeconds(limits.openSeconds()))
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Takes a call; its {@code done} is told exactly once. */
    void call(LegCall call) {
        Pending pending = new Pending(call);
        Admission admission = admit(pending);
        switch (admission) {
            case RUN -> run(pending);
            case WAIT -> pending.armTimer();
            case FULL -> pending.tell(new LegOutcome.Refused(LegOutcome.Refused.Why.BUSY, 1));
        }
    }

    /** Exchanges that may be under way or wait at one time. */
    int places() {
        return limits.maxConcurrent() + limits.maxQueue();
    }

    /** Exchanges under way. */
    synchronized int running() {
        return running;
    }

    /** Exchanges waiting for a place. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** State of the circuit in the breaker's own word, for example {@code CLOSED}. */
    String circuit() {
        return breaker.getState().name();
    }

    private enum Admission {
        RUN,
        WAIT,
        FULL
    }

    private synchronized Admission admit(Pending pending) {
        if (running < limits.maxConcurrent()) {
            running++;
            return Admission.RUN;
        }
        if (waiting.size() < limits.maxQueue()) {
            waiting.add(pending);
            return Admission.WAIT;
        }
        return Admission.FULL;
    }

    private void run(Pending pending) {
        if (!breaker.tryAcquirePermission()) {
            leave();
            pending.tell(new LegOutcome.Refused(LegOutcome.Refused.Why.OPEN, limits.openSeconds()));
            return;
        }
        pending.armTimer();
        long started = System.nanoTime();
        AtomicBoolean finished = new AtomicBoolean();
        boolean taken = route.start(pending.call, outcome -> {
            if (finished.compareAndSet(false, true)) {
                account(outcome, System.nanoTime() - started);
                leave();
                pending.tell(outcome);
            }
        });
        if (!taken) {
            breaker.releasePermission();
            leave();
            pending.tell(new LegOutcome.Refused(LegOutcome.Refused.Why.NOT_RUNNING, limits.openSeconds()));
        }
    }

    /** Only failures of the counterpart open the circuit: a 4xx or an oversized answer is one caller's affair. */
    private void account(LegOutcome outcome, long nanos) {
        if (outcome instanceof LegOutcome.Failed failed && isCounterpartsFault(failed.code())) {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, new LegFailure());
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private static boolean isCounterpartsFault(FaultCode code) {
        return switch (code) {
            case COUNTERPART_DOWN, COUNTERPART_TIMEOUT, COUNTERPART_FAILED -> true;
            case COUNTERPART_OVERSIZED,
                    COUNTERPART_BAD_ANSWER,
                    COUNTERPART_REFUSED,
                    ADDRESS_NOT_ALLOWED,
                    CONNECTOR_MISCONFIGURED -> false;
        };
    }

    /** What was decided before a wait may no longer stand: then the counterpart does not hear of it. */
    private void leave() {
        Pending next = passOn();
        while (next != null && !next.call.wanted().getAsBoolean()) {
            next.tell(new LegOutcome.Refused(LegOutcome.Refused.Why.UNWANTED, 1));
            next = passOn();
        }
        if (next != null) {
            run(next);
        }
    }

    /** Gives the place to whoever waits longest. */
    private synchronized @Nullable Pending passOn() {
        running--;
        Pending next = nextAlive();
        if (next != null) {
            running++;
        }
        return next;
    }

    private @Nullable Pending nextAlive() {
        Pending next = waiting.poll();
        while (next != null && next.told.get()) {
            next = waiting.poll();
        }
        return next;
    }

    private synchronized void forget(Pending pending) {
        waiting.remove(pending);
    }

    /** A call and whether its caller has been told. */
    private final class Pending {

        private final LegCall call;
        private final AtomicBoolean told = new AtomicBoolean();
        private final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.timeoutMs());
        private volatile @Nullable Runnable cancelTimer;

        Pending(LegCall call) {
            this.call = call;
        }

        void armTimer() {
            if (cancelTimer == null) {
                long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
                cancelTimer = timer.after(millis, this::timeOut);
            }
        }

        private void timeOut() {
            forget(this);
            tell(new LegOutcome.Failed(
                    FaultCode.COUNTERPART_TIMEOUT, "no complete answer within " + limits.timeoutMs() + " ms"));
        }

        void tell(LegOutcome outcome) {
            if (told.compareAndSet(false, true)) {
                Runnable cancel = cancelTimer;
                if (cancel != null) {
                    cancel.run();
                }
                call.done().accept(outcome);
            }
        }
    }

    /** What the breaker is told of: it only counts, so no stack is taken. */
    private static final class LegFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private LegFailure() {
            super("counterpart failed", null, false, false);
        }
    }
}
