package cn.laohekou.hub.runtime.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the intents of messages it sent to the broker: a message is delivered only when its intent is on
 * record, and mostly it comes back from the broker before that. Thread-safe and bounded; what it does not know, the ledger
 * knows.
 */
final class Admitted {

    private static final int REMEMBERED = 50_000;

    private final Map<UUID, CompletableFuture<Boolean>> pending = new ConcurrentHashMap<>();
    private final Set<UUID> recorded = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    /** The message goes to the broker now. */
    void sending(UUID exchange) {
        pending.put(exchange, new CompletableFuture<>());
    }

    /** How it ended: whether its intent is on record for certain. */
    void ended(UUID exchange, boolean onRecord) {
        if (onRecord) {
            recorded.add(exchange);
        }
        CompletableFuture<Boolean> told = pending.remove(exchange);
        if (told != null) {
            told.complete(onRecord);
        }
    }

    /** Whether the intent is known to be on record. */
    boolean recorded(UUID exchange) {
        return recorded.contains(exchange);
    }

    /** Completes when it is known whether the intent is on record; null when it is not under way here. */
    @Nullable
    CompletableFuture<Boolean> pending(UUID exchange) {
        return pending.get(exchange);
    }
}
