package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.exchange.Shipment;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link Runner} works with; the dispatcher's side of it. */
interface Works {

    /** This run of the hub. */
    String boot();

    Admitted admitted();

    Settler settler();

    MessageStore store();

    Backoff backoff();

    /** The one thread on which runners live. */
    Executor loop();

    Clock clock();

    /** Whether another attempt may start on a subscription's connector. */
    boolean room(Subscription subscription);

    /**
     * Starts an attempt elsewhere.
     *
     * @param parked where the message is parked; null when it comes from the broker
     * @param told the result, on the loop
     */
    void launch(
            Subscription subscription,
            Message message,
            int attempt,
            @Nullable Parked parked,
            Consumer<Shipment.Result> told);

    /** A place on the subscription's connector has become free: others may want it. */
    void wake(Subscription subscription);

    /** Runs something on the loop after a while. */
    void later(Runnable task, long millis);

    /** Milliseconds until the next attempt. */
    long delay(int attempts, @Nullable Instant expires);

    /** Leaves the record that a message is not delivered, or not for now. */
    void refused(Subscription subscription, Message message, String cause, int attempts);
}
