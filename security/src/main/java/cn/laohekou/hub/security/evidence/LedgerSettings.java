package cn.laohekou.hub.security.evidence;

import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Settings of a ledger.
 *
 * @param node name of the node, lower-case letters, digits and hyphens
 * @param boot id of this process
 * @param version version of the hub
 * @param maxQueuedRecords records waiting at most; one more is refused at once
 * @param maxQueuedBytes memory waiting records may hold, in bytes
 * @param maxBatchRecords records in one batch at most
 * @param maxBatchBytes memory one batch may hold, in bytes
 * @param outcomeLinger how long a record nobody waits for may stay in memory before a flush is made for it alone
 * @param readyFor how long after a successful flush or ping the store counts as alive
 * @param retryEvery how long between attempts to reach a store that failed
 */
public record LedgerSettings(
        String node,
        UUID boot,
        String version,
        int maxQueuedRecords,
        long maxQueuedBytes,
        int maxBatchRecords,
        long maxBatchBytes,
        Duration outcomeLinger,
        Duration readyFor,
        Duration retryEvery) {

    private static final Pattern NODE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public LedgerSettings {
        if (!NODE.matcher(node).matches()) {
            throw new IllegalArgumentException("Node name must match [a-z][a-z0-9-]{0,62}");
        }
        if (maxQueuedRecords < 1 || maxQueuedBytes < 1 || maxBatchRecords < 1 || maxBatchBytes < 1) {
            throw new IllegalArgumentException("Ledger limits must be at least 1");
        }
    }

    /**
     * Settings for one node: 20,000 records or 64 MiB waiting, 1,000 records or 4 MiB a batch, a quarter of a second for
     * outcomes and for trust in the last sign of life, half a second between attempts.
     *
     * @param node name of the node
     * @param version version of the hub
     */
    public static LedgerSettings of(String node, String version) {
        return new LedgerSettings(
                node,
                UUID.randomUUID(),
                version,
                20_000,
                64L << 20,
                1_000,
                4L << 20,
                Duration.ofMillis(250),
                Duration.ofMillis(250),
                Duration.ofMillis(500));
    }
}
