package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.evidence.QuotaCounts;
import cn.laohekou.hub.runtime.registry.PolicyState;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import java.time.Clock;

/**
 * What transfers of one node work with.
 *
 * @param store transfers on record
 * @param ways ways to the connectors
 * @param policy what is approved
 * @param lease whether a policy is known to be in force
 * @param publications moments in which files get their names
 * @param ledger evidence
 * @param keys digests
 * @param consumers keys that belong to consumers
 * @param quotas files counted from evidence
 * @param quarantine what is set aside
 * @param noteEvery bytes between two notes of what is durable at the target
 * @param clock wall clock
 */
public record Parts(
        TransferStore store,
        FileWays ways,
        PolicyState policy,
        EpochLease lease,
        Publications publications,
        Ledger ledger,
        EvidenceKeys keys,
        ConsumerKeyring consumers,
        QuotaCounts quotas,
        Quarantine quarantine,
        long noteEvery,
        Clock clock) {

    /** A second of copying, roughly: little to copy again. */
    public static final long NOTE_EVERY = 64L << 20;
}
