package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.quota.Quotas;
import cn.laohekou.hub.runtime.quota.RateLimiter;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.FieldCommitments;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.identity.TokenVerifier;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.EvidenceLevel;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the gate of one node needs, the same for all exchanges.
 *
 * @param tokens verifies callers
 * @param policy the snapshot in force now
 * @param refresh loads the policy anew, for a decision that was taken under an older epoch
 * @param ledger where evidence becomes durable
 * @param keys digests and salts
 * @param consumerKeys what keyed masks and marks are made with
 * @param legs ways to the connectors
 * @param rates sustained rates
 * @param quotas quotas per day and month
 * @param spools where large bodies go
 * @param budget bound of bytes in memory
 * @param strangers counts refusals before authentication
 * @param peers who may speak for a client certificate
 * @param seals opens and seals messages as grants demand
 * @param proofs finds callers that bring no token, and signatures
 * @param metrics what is counted
 * @param released what grants release, as evidence records it
 * @param lease whether the policy a call was decided under is known to be in force
 * @param releases answers being handed over
 * @param certificates checks data subjects' e-certificates
 * @param connectorActive whether a connector is neither paused nor retired, by name
 * @param clock wall clock
 * @param events takes messages
 */
record Gate(
        TokenVerifier tokens,
        Supplier<PolicySnapshot> policy,
        Supplier<CompletionStage<PolicySnapshot>> refresh,
        Ledger ledger,
        EvidenceKeys keys,
        ReleaseKeys consumerKeys,
        Legs legs,
        RateLimiter rates,
        Quotas quotas,
        SpoolFiles spools,
        MemoryBudget budget,
        StrangerCounts strangers,
        PeerCertificates peers,
        CallerProofs proofs,
        MessageSeals seals,
        ExchangeMetrics metrics,
        ReleasedFieldsCache released,
        EpochLease lease,
        ActiveReleases releases,
        SubjectCertificates certificates,
        Predicate<String> connectorActive,
        Clock clock,
        Supplier<EventIntake> events) {

    /** Bytes one answer may hold in memory; larger ones go to the encrypted spool. */
    static final int MEMORY_PER_ANSWER = 256 * 1024;

    /** A new spool of the usual size. */
    Spool spool() {
        return new Spool(spools, budget, MEMORY_PER_ANSWER);
    }

    /** Commitments to what an exchange releases, still empty; null when the grant's evidence level wants none. */
    @Nullable
    FieldCommitments commitments(UUID exchange, CompiledGrant grant, ReleasedFields fields) {
        return EvidenceLevel.of(grant) == EvidenceLevel.RECORD
                ? null
                : new FieldCommitments(fields, keys.fieldKey(exchange));
    }

    /**
     * What of an answer may be released under the call's grant.
     *
     * @throws Unfilterable when nothing may be released
     * @throws IOException when a spool fails
     */
    Obligations.Filtered filtered(Call call, Spool answer) throws Unfilterable, IOException {
        return obligations()
                .apply(
                        call.id,
                        answer,
                        spool(),
                        call.grant().filter(call.operation().operation().answer()),
                        call.mapped().subjects(),
                        commitments(call.id, call.grant(), released.of(call.policy(), call.resource(), call.grant())),
                        consumerKeys.of(call));
    }

    /** Obligations under this gate's keys. */
    Obligations obligations() {
        return new Obligations(keys);
    }
}
