package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.event.MessageStore.Into;
import cn.laohekou.hub.runtime.event.MessageStore.Leaving;
import cn.laohekou.hub.runtime.exchange.Shipment;
import cn.laohekou.hub.security.policy.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one subscription: what the broker offers, lane by lane, and what is parked, when its turn comes.
 *
 * <p>Confined to the dispatcher's loop.
 */
final class Runner implements Arrivals.Taker {

    /** Messages read ahead before the queue is left alone, and how few are left when it is read again. */
    private static final int HIGH = 512;

    private static final int LOW = 128;

    private final Works works;
    private final Arrivals arrivals;
    private final Retries retries;
    private final KeyedWindow<Feed.Offered> window =
            new KeyedWindow<>(offered -> offered.message().key());
    /** A publisher's second attempt may bring the same exchange while the first is not settled yet. */
    private final Set<UUID> recent = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > 2 * HIGH;
        }
    });

    private Subscription subscription;
    private @Nullable Feed feed;
    private Instant heldUntil = Instant.EPOCH;
    private String heldBy = "";
    private boolean paused;
    private int unsettled;

    Runner(Works works, Subscription subscription) {
        this.works = works;
        this.subscription = subscription;
        this.retries = new Retries(works, this);
        this.arrivals = new Arrivals(
                works.boot(),
                works.admitted(),
                (originals, then) -> find(originals, then),
                this,
                works.loop(),
                works.clock());
    }

    private void find(List<UUID> originals, Consumer<Arrivals.Found> then) {
        AtomicReference<Arrivals.Found> found = new AtomicReference<>(new Arrivals.Found(Set.of(), Set.of()));
        String name = subscription.grant();
        works.settler()
                .settle(
                        (connection, raised) -> found.set(new Arrivals.Found(
                                works.store().onRecord(connection, originals),
                                works.store().known(connection, name, originals))),
                        null,
                        () -> then.accept(found.get()));
    }

    Subscription subscription() {
        return subscription;
    }

    /** How the subscription stands, in one word: {@code running}, {@code paused}, or the code of what holds it up. */
    String state() {
        return paused ? "paused" : works.clock().instant().isBefore(heldUntil) ? heldBy : "running";
    }

    /** Keys whose later messages wait for one that is parked. */
    int waitingKeys() {
        return window.blockedKeys();
    }

    /** Messages in the broker's queue that were never accepted. */
    int aside() {
        return arrivals.aside();
    }

    /** Takes up where the last run ended; {@code opener} opens the feed afterwards. */
    void begin(Runnable opener) {
        Map<String, Integer> held = new HashMap<>();
        String name = subscription.grant();
        works.settler()
                .settle(
                        (connection, raised) -> {
                            held.clear();
                            held.putAll(works.store().heldKeys(connection, name));
                        },
                        null,
                        () -> works.loop().execute(() -> {
                            held.forEach(window::parkedBefore);
                            opener.run();
                        }));
    }

    void reading(Feed opened) {
        feed = opened;
    }

    /** The grant as it is now. */
    void revised(Subscription now) {
        subscription = now;
    }

    void pause(boolean wanted) {
        paused = wanted;
        pump();
    }

    void offered(Feed.Offered message) {
        arrivals.offered(message);
        pump();
    }

    /** Looks at time: what waits for it, what ran out of it. */
    void tick(boolean due) {
        arrivals.tick();
        expire();
        if (due) {
            retries.fetch();
        }
        pump();
    }

    void close() {
        Feed open = feed;
        feed = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void deliverable(Feed.Offered message) {
        if (!recent.add(message.message().original())) {
            repeated(message);
        } else if (!window.offer(message)) {
            park(message, waiting(message));
        }
    }

    @Override
    public void repeated(Feed.Offered message) {
        settle((connection, raised) -> {}, message);
    }

    @Override
    public void orphan(Feed.Offered message) {
        works.refused(subscription, message.message(), "NEVER_ACKNOWLEDGED", 0);
        settle((connection, raised) -> {}, message);
    }

    /** Whether nothing may be started now. */
    boolean stopped() {
        return paused || works.clock().instant().isBefore(heldUntil);
    }

    /** Starts what may be started, and reads ahead or not. */
    void pump() {
        while (!stopped() && works.room(subscription)) {
            Feed.Offered next = window.next();
            if (next == null) {
                break;
            }
            if (expired(next.message())) {
                ended(next, Into.DEAD, 0, "EXPIRED", "its time to live ran out");
                window.done(next);
            } else {
                launch(next);
            }
        }
        Feed open = feed;
        if (open != null) {
            int load = arrivals.size() + window.size() + unsettled;
            if (load >= HIGH) {
                open.want(false);
            } else if (load <= LOW) {
                open.want(true);
            }
        }
    }

    private void launch(Feed.Offered next) {
        works.launch(subscription, next.message(), 1, null, result -> came(next, result));
    }

    private void came(Feed.Offered message, Shipment.Result result) {
        if (result instanceof Shipment.Delivered) {
            unsettled++;
            works.settler().delivered(subscription.grant(), message, this::settled);
            window.done(message);
        } else if (result instanceof Shipment.Failed failed) {
            failed(message, failed);
        } else if (result instanceof Shipment.Later later) {
            window.back(message);
            hold(later);
        } else if (result instanceof Shipment.Withdrawn withdrawn) {
            ended(message, Into.QUARANTINED, 0, withdrawn.cause(), "");
            window.done(message);
        }
        works.wake(subscription);
    }

    /** A held message of a key has left its parking place for good: the next of it may follow. */
    void unparked(String key) {
        window.unparked(key);
        retries.fetch();
    }

    /** Not an attempt: the whole subscription waits until the way is open. */
    void hold(Shipment.Later later) {
        heldUntil = works.clock().instant().plusMillis(later.millis());
        heldBy = later.cause();
        works.later(this::pump, later.millis());
    }

    private void failed(Feed.Offered message, Shipment.Failed failed) {
        boolean hold = subscription.delivery().onFailure() == Delivery.OnFailure.HOLD;
        List<Feed.Offered> leaving = window.failed(message, hold);
        Instant now = works.clock().instant();
        Instant expires = expiry(message.message());
        park(
                message,
                new Leaving(
                        Into.RETRY,
                        hold,
                        1,
                        now.plusMillis(works.delay(1, expires)),
                        expires,
                        failed.cause(),
                        failed.detail()));
        leaving.stream().skip(1).forEach(later -> park(later, waiting(later)));
    }

    private Leaving waiting(Feed.Offered message) {
        return new Leaving(Into.RETRY, true, 0, works.clock().instant(), expiry(message.message()), null, null);
    }

    private void park(Feed.Offered message, Leaving leaving) {
        Subscription to = subscription;
        settle((connection, raised) -> works.store().insert(connection, to, message.message(), leaving), message);
    }

    private void ended(Feed.Offered message, Into into, int attempts, String cause, String detail) {
        Subscription to = subscription;
        works.refused(to, message.message(), cause, attempts);
        Instant now = works.clock().instant();
        settle(
                (connection, raised) -> {
                    Leaving leaving = new Leaving(into, false, attempts, now, null, cause, detail);
                    works.store().insert(connection, to, message.message(), leaving);
                    retries.raise(raised, message.message(), into);
                },
                message);
    }

    private void settle(Settler.Work work, Feed.@Nullable Offered from) {
        unsettled++;
        works.settler().settle(work, from, this::settled);
    }

    private void settled() {
        works.loop().execute(() -> {
            unsettled--;
            pump();
        });
    }

    private @Nullable Instant expiry(Message message) {
        long live = subscription.delivery().timeToLiveSeconds();
        return live == 0 ? null : message.acceptedAt().plus(Duration.ofSeconds(live));
    }

    private boolean expired(Message message) {
        Instant at = expiry(message);
        return at != null && !works.clock().instant().isBefore(at);
    }

    private void expire() {
        if (subscription.delivery().timeToLiveSeconds() > 0) {
            window.takeWhile(offered -> expired(offered.message()))
                    .forEach(offered -> ended(offered, Into.DEAD, 0, "EXPIRED", "its time to live ran out"));
        }
    }
}
