package cn.laohekou.hub.security.evidence;

import java.time.Instant;

/**
 * A time in which the ledger is not durable.
 *
 * @param from when it began
 * @param refusedBefore refusals counted before it began
 * @param lostBefore lost outcomes counted before it began
 * @param reason short reason
 * @param forGood whether trying again is of no use
 */
record Outage(Instant from, long refusedBefore, long lostBefore, String reason, boolean forGood) {

    Gap end(Instant at, Counters counters) {
        return new Gap(
                at, from, counters.refusedSoFar() - refusedBefore, counters.outcomesLostSoFar() - lostBefore, reason);
    }
}
