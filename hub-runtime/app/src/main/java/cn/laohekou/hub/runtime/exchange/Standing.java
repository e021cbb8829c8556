package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.Decision;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.policy.PolicyEngine;
import cn.laohekou.hub.security.policy.PolicySnapshot;

/** Whether what was decided for a call still holds. */
final class Standing {

    private Standing() {}

    /** A paused connector hands nothing over any more, also not what its counterpart has answered already. */
    static boolean connectorActive(Gate gate, Call call) {
        return gate.connectorActive().test(call.resource().resource().connector());
    }

    /** Whether what is being released would be permitted under a newer policy in exactly the same form. */
    static boolean under(Gate gate, Call call, PolicySnapshot policy, DecisionRequest request) {
        CompiledResource before = call.resource();
        CompiledResource now = policy.resource(before.resource().name());
        // A certificate was checked under the former policy only, and to check it again takes longer than a release may
        // wait.
        return call.certificate == null
                && now != null
                && now.resource().equals(before.resource())
                && connectorActive(gate, call)
                && PolicyEngine.decide(policy, request) instanceof Decision.Permit permit
                && permit.grant().grant().equals(call.grant().grant());
    }
}
