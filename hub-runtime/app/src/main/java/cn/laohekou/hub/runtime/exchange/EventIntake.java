package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where an admitted message becomes durable. Thread-safe; never blocks. */
@FunctionalInterface
public interface EventIntake {

    /** Takes nothing: before the hub has started, and while it stops. */
    EventIntake CLOSED = message -> CompletableFuture.completedFuture(new Refused(ErrorCode.BROKER_UNAVAILABLE, 5));

    /** What became of a message. */
    sealed interface Taken {}

    /**
     * It and its intent are durable.
     *
     * @param exchange the exchange it is known as: that of the first call when this one repeats it
     */
    record Accepted(UUID exchange) implements Taken {}

    /**
     * It was not taken.
     *
     * @param code why
     * @param retryAfterSeconds when it may be tried again; 0 when that does not help
     */
    record Refused(ErrorCode code, int retryAfterSeconds) implements Taken {}

    /**
     * Takes a message: broker first, then the intent.
     *
     * @return never completes exceptionally
     */
    CompletionStage<Taken> take(Publication message);
}
