package cn.laohekou.hub.security.policy;

import org.jspecify.annotations.Nullable;

/**
 * One named rule of the decision.
 *
 * @param name stable name, shown by explain
 * @param rule what it checks
 */
record Condition(String name, Rule rule) {

    /** What a condition checks; holds no state. */
    @FunctionalInterface
    interface Rule {

        /**
         * Checks one grant, or the caller when no grant is looked at yet.
         *
         * @param grant the grant looked at
         * @return null when the condition holds, otherwise why not
         */
        @Nullable
        DenyReason check(PolicySnapshot policy, CompiledGrant grant, DecisionRequest request);
    }

    @Nullable
    DenyReason check(PolicySnapshot policy, CompiledGrant grant, DecisionRequest request) {
        return rule.check(policy, grant, request);
    }
}
