package cn.laohekou.hub.security.evidence;

/**
 * Figures of a ledger since its start.
 *
 * @param up whether records can be made durable
 * @param batches batches written
 * @param records records written
 * @param exchanges intents written; divided by {@code batches} this is the number of exchanges per flush
 * @param lastFlushNanos duration of the last write, in nanoseconds
 * @param queuedRecords records waiting
 * @param queuedBytes memory they hold, in bytes
 * @param refused records and exchanges refused because evidence could not be made durable
 * @param outages times the ledger stopped being durable
 */
public record LedgerMetrics(
        boolean up,
        long batches,
        long records,
        long exchanges,
        long lastFlushNanos,
        int queuedRecords,
        long queuedBytes,
        long refused,
        long outages) {}
