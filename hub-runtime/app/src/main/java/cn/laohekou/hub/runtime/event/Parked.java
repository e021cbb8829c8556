package cn.laohekou.hub.runtime.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that left the broker undelivered and is tried again.
 *
 * @param place its place among all
 * @param message the message
 * @param held whether later messages of its key wait for it
 * @param attempts attempts that failed
 * @param expiresAt when it ends; null when never
 * @param disordered whether later messages of its key were, or may have been, delivered before
 * @param redirect a corrected target instead of the grant's; null for that
 * @param replayedBy who had it replayed; null when it was not
 * @param replayNote why; null when it was not
 */
record Parked(
        long place,
        Message message,
        boolean held,
        int attempts,
        @Nullable Instant expiresAt,
        boolean disordered,
        @Nullable String redirect,
        @Nullable String replayedBy,
        @Nullable String replayNote) {}
