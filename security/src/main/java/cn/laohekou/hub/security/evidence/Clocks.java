package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.Filed;
import java.time.Duration;
import java.time.Instant;

/** What times within a chain may be, when nobody turned a clock. */
final class Clocks {

    /** Clocks are set right in small steps, and two threads may read one in either order. */
    static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Longer than any exchange may take between its decision and its record; {@link #recordable} sees to it. */
    private static final Duration LONGEST_EXCHANGE = Duration.ofHours(1);

    /** A record that is taken now is in a batch, or refused, long before so much time has passed. */
    private static final Duration WAITING = Duration.ofMinutes(5);

    private Clocks() {}

    /** Whether a record may be dated so in a batch; only an intent is recorded at once, or not at all. */
    static boolean fits(Filed record, BatchHeader header) {
        if (record.at().isAfter(header.at().plus(TOLERANCE))) {
            return false;
        }
        return record.kind() != RecordKind.INTENT
                || !record.at().isBefore(header.at().minus(LONGEST_EXCHANGE));
    }

    /**
     * Whether an intent dated so may be recorded now. A caller that sends its body drop by drop, or a clock that was set
     * back in between, would otherwise leave a record that looks like tampering for ever.
     */
    static boolean recordable(Instant at, Instant now) {
        return !at.isBefore(now.minus(LONGEST_EXCHANGE).plus(WAITING)) && !at.isAfter(now.plus(TOLERANCE));
    }

    /** Whether one time may follow another. */
    static boolean follows(Instant later, Instant earlier) {
        return !later.isBefore(earlier.minus(TOLERANCE));
    }
}
