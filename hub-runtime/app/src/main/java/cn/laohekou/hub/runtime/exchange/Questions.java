package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.identity.Caller;
import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.CompiledOperation;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.signature.Proof;

/** Puts what is known of a call into the question the policy decides. */
final class Questions {

    /** What this entry proves of every call, and the obligations it carries out. */
    private static final CallFacts FACTS =
            CallFacts.NONE.withAuthentication("bearer").fulfilling(MessageSeals.FULFILLED);

    private Questions() {}

    static DecisionRequest of(Call call, CompiledResource resource, CompiledOperation operation) {
        Caller caller = call.caller();
        return new DecisionRequest(
                caller.system(),
                caller.department(),
                resource.resource().name(),
                operation.name(),
                call.headers.purpose(),
                call.headers.caseNumber(),
                call.headers.person(),
                call.source,
                call.at,
                facts(call));
    }

    /** What else is known of the call; the usual call costs nothing here. */
    private static CallFacts facts(Call call) {
        CallFacts facts = FACTS;
        String authentication = call.authentication;
        if (authentication != null) {
            facts = facts.withAuthentication(authentication);
        }
        Proof proof = call.proof;
        if (proof != null) {
            facts = facts.withSignature(proof.mechanism().label());
        }
        String recipient = call.headers.recipient();
        return recipient == null ? facts : facts.withRecipient(recipient);
    }
}
