package cn.laohekou.hub.security.evidence;

import java.util.concurrent.atomic.LongAdder;

/** Running figures of a ledger; written by the writer thread and, for refusals, by callers. */
final class Counters {

    private final LongAdder batches = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder lostOutcomes = new LongAdder();
    private final LongAdder outages = new LongAdder();
    private volatile long lastFlushNanos;

    void written(Batch batch, long nanos) {
        batches.increment();
        records.add(batch.entries().size());
        long intents = 0;
        for (EvidenceEntry entry : batch.entries()) {
            intents += entry.record() instanceof Intent ? 1 : 0;
        }
        exchanges.add(intents);
        lastFlushNanos = nanos;
    }

    void refused() {
        refused.increment();
    }

    void outcomeLost() {
        lostOutcomes.increment();
    }

    void outage() {
        outages.increment();
    }

    long refusedSoFar() {
        return refused.sum();
    }

    long outcomesLostSoFar() {
        return lostOutcomes.sum();
    }

    LedgerMetrics snapshot(boolean up, LedgerQueue queue) {
        return new LedgerMetrics(
                up,
                batches.sum(),
                records.sum(),
                exchanges.sum(),
                lastFlushNanos,
                queue.depth(),
                queue.bytes(),
                refused.sum(),
                outages.sum());
    }
}
