package cn.laohekou.hub.security.policy;

/**
 * Where the hub delivers what a grant releases, when the consumer does not fetch it: events, rows and files.
 *
 * @param connector name of a connector of the consumer's department
 * @param target what of the connector: a path below its base address, a table, a folder; empty for the connector itself
 * @param onFailure what becomes of later messages of the same key while one cannot be delivered
 * @param timeToLiveSeconds after how many seconds an undelivered message becomes a dead letter; 0 for never
 */
public record Delivery(String connector, String target, OnFailure onFailure, long timeToLiveSeconds) {

    /** What becomes of later messages of a key. */
    public enum OnFailure {
        /** They wait, visibly: order is kept. */
        HOLD,
        /** They go on; the one left behind is delivered out of order later, and marked so. */
        SKIP
    }
}
