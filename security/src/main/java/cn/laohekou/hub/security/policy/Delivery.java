package cn.laohekou.hub.security.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the hub delivers what a grant releases, when the consumer does not fetch it: events, rows and files.
 *
 * @param connector name of a connector of the consumer's department
 * @param target what of the connector: a path below its base address, a table, a folder; empty for the connector itself
 * @param onFailure what becomes of later messages of the same key while one cannot be delivered
 * @param timeToLiveSeconds after how many seconds an undelivered message becomes a dead letter; 0 for never
 * @param schedule when rows or files are fetched: an ISO 8601 interval or a cron expression of five parts; null when
 *     somebody starts it each time
 * @param purpose which of the grant's purposes scheduled jobs state; null for the only one
 * @param columns field to the column of the target it goes to; a field that is not named keeps its column's name
 */
public record Delivery(
        String connector,
        String target,
        OnFailure onFailure,
        long timeToLiveSeconds,
        @Nullable String schedule,
        @Nullable String purpose,
        Map<String, String> columns) {

    /** A delivery nothing else is stated of. */
    public Delivery(String connector, String target, OnFailure onFailure, long timeToLiveSeconds) {
        this(connector, target, onFailure, timeToLiveSeconds, null, null, Map.of());
    }

    public Delivery {
        columns = Map.copyOf(columns);
    }

    /** What becomes of later messages of a key. */
    public enum OnFailure {
        /** They wait, visibly: order is kept. */
        HOLD,
        /** They go on; the one left behind is delivered out of order later, and marked so. */
        SKIP
    }
}
