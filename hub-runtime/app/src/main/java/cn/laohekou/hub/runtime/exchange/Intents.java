package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.quota.Admission;
import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.policy.EvidenceLevel;
import cn.laohekou.hub.security.policy.Grant;

/** Gathers every input of a decision into the record that is made durable before anything is released. */
final class Intents {

    private Intents() {}

    static Intent of(Gate gate, Call call, Obligations.Filtered filtered) {
        Grant grant = call.grant().grant();
        Admission.Admitted counted = call.admitted;
        EvidenceLevel level = EvidenceLevel.of(call.grant());
        if (level != EvidenceLevel.FIELDS) {
            call.note(EvidenceLevel.CONDITION, level.label());
        }
        return new Intent(
                call.id,
                call.at,
                Intent.Pattern.QUERY,
                call.asker(),
                new Asked(
                        call.resource().resource().name(),
                        call.resource().resource().revision(),
                        call.operation().name(),
                        String.valueOf(call.headers.purpose()),
                        call.headers.caseNumber(),
                        call.requestCommitment()),
                new Basis(
                        grant.id(),
                        grant.revision(),
                        call.policy().epoch(),
                        new Basis.Quota(counted.dayCount(), grant.perDay(), counted.monthCount(), grant.perMonth())),
                new Release(
                        call.resource().resource().connector(),
                        call.connectorRevision,
                        gate.released().of(call.policy(), call.resource(), call.grant()),
                        filtered.commitment(),
                        filtered.body().size(),
                        filtered.subjects(),
                        filtered.commitments()),
                call.attributes());
    }
}
