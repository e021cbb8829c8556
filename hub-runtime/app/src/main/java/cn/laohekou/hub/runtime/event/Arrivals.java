package cn.laohekou.hub.runtime.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one subscription between the broker and the window, in order. Each waits here until it is certain that its
 * intent is on record and that it was not delivered before. One without an intent was never acknowledged to its sender: it
 * is set aside, and dropped when its intent does not appear within {@link #GRACE}.
 *
 * <p>Confined to the dispatcher's loop.
 */
final class Arrivals {

    /** How long a message without an intent is kept: longer than a ledger in doubt needs to settle a batch. */
    static final Duration GRACE = Duration.ofSeconds(60);

    /** So long a message without an intent holds the others up: another node's intent may be a moment behind. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What is to be done with a message. */
    interface Taker {
        /** It may be delivered. */
        void deliverable(Feed.Offered message);

        /** It was delivered before, or is on its way beside the broker. */
        void repeated(Feed.Offered message);

        /** Its intent never came. */
        void orphan(Feed.Offered message);
    }

    /** Looks messages up, on another thread. */
    interface Lookup {
        /** Tells what of these is on record, and what is known already. */
        void find(List<UUID> originals, Consumer<Found> then);
    }

    /**
     * What was found.
     *
     * @param onRecord those with an intent
     * @param known those the subscription needs no more
     */
    record Found(Set<UUID> onRecord, Set<UUID> known) {}

    private static final class Entry {
        private final Feed.Offered offered;
        private @Nullable Boolean deliverable;
        private @Nullable Instant missingSince;

        Entry(Feed.Offered offered) {
            this.offered = offered;
        }

        UUID id() {
            return offered.message().original();
        }
    }

    private final String boot;
    private final Admitted admitted;
    private final Lookup lookup;
    private final Taker taker;
    private final Executor loop;
    private final Clock clock;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Entry> aside = new ArrayList<>();
    private boolean asking;
    private boolean mayAskAgain;
    private @Nullable UUID awaited;

    /** @param boot this run of the hub: what it sent itself it knows */
    Arrivals(String boot, Admitted admitted, Lookup lookup, Taker taker, Executor loop, Clock clock) {
        this.boot = boot;
        this.admitted = admitted;
        this.lookup = lookup;
        this.taker = taker;
        this.loop = loop;
        this.clock = clock;
    }

    /** Messages here. */
    int size() {
        return entries.size() + aside.size();
    }

    /** Messages here that were never accepted, as far as is known. */
    int aside() {
        return aside.size();
    }

    /** Takes the next message of the broker. */
    void offered(Feed.Offered message) {
        entries.addLast(new Entry(message));
        drain();
    }

    /** Looks at everything again, at intervals. */
    void tick() {
        mayAskAgain = true;
        drain();
        mayAskAgain = false;
        if (!aside.isEmpty() && !asking) {
            ask(List.copyOf(aside));
        }
    }

    private void drain() {
        while (!entries.isEmpty()) {
            Entry head = entries.peekFirst();
            Boolean deliverable = head.deliverable == null ? fromMemory(head) : head.deliverable;
            if (deliverable == null) {
                if (head.missingSince != null && !clock.instant().isBefore(head.missingSince.plus(PATIENCE))) {
                    aside.add(entries.removeFirst());
                    continue;
                }
                return;
            }
            entries.removeFirst();
            if (deliverable) {
                taker.deliverable(head.offered);
            } else {
                taker.repeated(head.offered);
            }
        }
    }

    /** What this node knows itself; null when it has to ask or wait, which it then does. */
    private @Nullable Boolean fromMemory(Entry head) {
        if (head.offered.boot().equals(boot) && !head.offered.again()) {
            if (admitted.recorded(head.id())) {
                return true;
            }
            CompletableFuture<Boolean> pending = admitted.pending(head.id());
            if (pending != null) {
                if (!head.id().equals(awaited)) {
                    awaited = head.id();
                    CompletableFuture<?> unused = pending.thenRun(() -> loop.execute(this::drain));
                }
                return null;
            }
        }
        if (!asking && (head.missingSince == null || mayAskAgain)) {
            ask(entries.stream()
                    .filter(entry -> entry.deliverable == null && needsAsking(entry))
                    .toList());
        }
        return null;
    }

    private boolean needsAsking(Entry entry) {
        return entry.offered.again()
                || !entry.offered.boot().equals(boot)
                || (!admitted.recorded(entry.id()) && admitted.pending(entry.id()) == null);
    }

    private void ask(List<Entry> about) {
        if (about.isEmpty()) {
            return;
        }
        asking = true;
        lookup.find(
                about.stream().map(Entry::id).toList(),
                found -> loop.execute(() -> {
                    asking = false;
                    about.forEach(entry -> found(entry, found));
                    drain();
                }));
    }

    private void found(Entry entry, Found found) {
        Instant now = clock.instant();
        if (found.known().contains(entry.id())) {
            entry.deliverable = false;
        } else if (found.onRecord().contains(entry.id())) {
            entry.deliverable = true;
        } else if (entry.missingSince == null) {
            entry.missingSince = now;
        }
        if (!aside.contains(entry)) {
            return;
        }
        if (entry.deliverable != null) {
            aside.remove(entry);
            if (entry.deliverable) {
                taker.deliverable(entry.offered);
            } else {
                taker.repeated(entry.offered);
            }
        } else if (!now.isBefore(entry.offered.message().acceptedAt().plus(GRACE))) {
            aside.remove(entry);
            taker.orphan(entry.offered);
        }
    }

    /** Ids of all messages here, for tests. */
    Set<UUID> ids() {
        Set<UUID> ids = new HashSet<>();
        entries.forEach(entry -> ids.add(entry.id()));
        aside.forEach(entry -> ids.add(entry.id()));
        return ids;
    }
}
