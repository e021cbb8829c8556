package cn.laohekou.hub.routes;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The way into a route: counts who is inside, can be shut, and lets a replaced revision finish what it began.
 *
 * <p>Thread-safe and without a lock on the way in: the sign of one counter says whether the door is shut.
 */
final class EntryDoor extends AsyncProcessorSupport {

    /** Added to the count when the door shuts: far more than can ever be inside. */
    private static final long SHUT = 1L << 40;

    private final AsyncProcessor route;
    private final Optional<AsyncProcessor> open = Optional.of(this);
    private final AtomicLong inside = new AtomicLong();
    private volatile CompletableFuture<Void> empty = new CompletableFuture<>();

    EntryDoor(AsyncProcessor route) {
        this.route = route;
    }

    /** The route to enter, empty while the door is shut. */
    Optional<AsyncProcessor> entry() {
        return inside.get() < SHUT ? open : Optional.empty();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (inside.incrementAndGet() > SHUT) {
            leave();
            exchange.setException(new RejectedExecutionException("the connector's route is stopped or paused"));
            callback.done(true);
            return true;
        }
        return route.process(exchange, doneSync -> {
            leave();
            callback.done(doneSync);
        });
    }

    private void leave() {
        if (inside.decrementAndGet() == SHUT) {
            empty.complete(null);
        }
    }

    /** Lets nobody in any more. Shutting twice changes nothing. */
    void shut() {
        long now = inside.get();
        while (now < SHUT && !inside.compareAndSet(now, now + SHUT)) {
            now = inside.get();
        }
        if (inside.get() == SHUT) {
            empty.complete(null);
        }
    }

    /** Opens it again after {@link #shut}. */
    void reopen() {
        empty = new CompletableFuture<>();
        long now = inside.get();
        while (now >= SHUT && !inside.compareAndSet(now, now - SHUT)) {
            now = inside.get();
        }
    }

    /**
     * Waits until all who are inside have left.
     *
     * @return whether they have
     */
    boolean awaitEmpty(long millis) throws InterruptedException {
        Future<Void> left = empty;
        try {
            left.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed with a failure", e);
        }
    }
}
