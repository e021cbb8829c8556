package cn.laohekou.hub.security.policy;

import org.jspecify.annotations.Nullable;

/**
 * One rule every grant is checked by, whatever conditions it states.
 *
 * @param name stable name, shown by explain
 * @param rule what it checks
 */
record GrantRule(String name, Rule rule) {

    /** What a rule checks; holds no state. */
    @FunctionalInterface
    interface Rule {

        /**
         * Checks one grant.
         *
         * @param grant the grant looked at
         * @return null when the rule holds, otherwise why not
         */
        @Nullable
        DenyReason check(CompiledGrant grant, DecisionRequest request);
    }

    @Nullable
    DenyReason check(CompiledGrant grant, DecisionRequest request) {
        return rule.check(grant, request);
    }
}
