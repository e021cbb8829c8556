package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.identity.ActingPerson;
import cn.laohekou.hub.security.identity.Caller;
import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.CertificateConditions;
import cn.laohekou.hub.security.policy.CertificateFact;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledOperation;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.policy.EvidenceLevel;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.Resource;
import cn.laohekou.hub.security.policy.SharingType;
import cn.laohekou.hub.security.signature.Proof;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what is known of a call into what is asked of the policy. */
final class Questions {

    static final Set<String> FULFILLED = Stream.of(
                    MessageSeals.FULFILLED,
                    CompiledGrant.CARRIED_OUT_BY_FILTERS,
                    EvidenceLevel.OBLIGATION,
                    Set.of(CertificateConditions.CERTIFICATE, CertificateConditions.AUTHORISATION))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /** What this entry proves of every call, and the obligations it carries out. */
    private static final CallFacts FACTS =
            CallFacts.NONE.withAuthentication("bearer").fulfilling(FULFILLED);

    private Questions() {}

    /** What is asked of the policy about a call. */
    static DecisionRequest of(Call call, CompiledResource resource, CompiledOperation operation) {
        Caller caller = call.caller();
        return new DecisionRequest(
                caller.system(),
                caller.department(),
                resource.resource().name(),
                operation.name(),
                call.headers.purpose(),
                call.headers.caseNumber(),
                call.person(),
                call.source,
                call.at,
                facts(call));
    }

    /** What else is known of the call; the usual call costs nothing here. */
    private static CallFacts facts(Call call) {
        String recipient = call.headers.recipient();
        CallFacts facts = FACTS;
        if (recipient != null) {
            call.note("recipient", recipient);
            facts = facts.withRecipient(recipient);
        }
        String authentication = call.authentication;
        if (authentication != null) {
            facts = facts.withAuthentication(authentication);
        }
        Proof proof = call.proof;
        if (proof != null) {
            facts = facts.withSignature(proof.mechanism().label());
        }
        ActingPerson proven = call.caller().person();
        if (proven != null) {
            facts = facts.withPerson(proven.assurance(), true);
        }
        return call.headers.certificate() == null
                ? facts
                : facts.withCertificate(new CertificateFact(call.certificate));
    }

    /** The catalogue of what can be shared is open to every department; what is not shared is known to nobody else. */
    static boolean mayKnow(PolicySnapshot policy, Caller caller, CompiledResource compiled) {
        Resource resource = compiled.resource();
        return resource.sharing() != SharingType.NOT_SHARED
                || resource.department().equals(caller.department())
                || policy.mayKnow(caller.system(), resource.name());
    }

    /** What is wrong with a stated header. */
    static FieldError malformedHeader(String name) {
        return FieldError.of(name, "须为 1 至 64 个可见 ASCII 字符。", "1 to 64 visible ASCII characters are expected.");
    }
}
