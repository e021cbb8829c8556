package cn.laohekou.hub.runtime.registry;

import org.jspecify.annotations.Nullable;

/**
 * A management write: who makes it, and how to recognise it when it is made again.
 *
 * @param actor who
 * @param idempotencyKey the caller's {@code Idempotency-Key}; null when none
 * @param request digest of method, path and body, to tell a repetition from another request under the same key
 */
public record Call(Actor actor, @Nullable String idempotencyKey, String request) {

    /** A call that is never made again under a key. */
    public static Call of(Actor actor) {
        return new Call(actor, null, "");
    }
}
