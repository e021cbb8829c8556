package cn.laohekou.hub.security.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides calls. Pure: the same snapshot and request give the same decision. Default is deny, and so is every failure.
 */
public final class PolicyEngine {

    private PolicyEngine() {}

    /**
     * Decides one call. Of several grants the first that permits, in the order of their ids, is used; when none does,
     * the reason is that of the grant that came closest. Never throws: a failure is {@link DenyReason#POLICY_ERROR}.
     */
    public static Decision decide(PolicySnapshot policy, DecisionRequest request) {
        return decide(policy, request, Rules.ALL, null);
    }

    /**
     * Decides whether one grant permits; for what the hub delivers by itself, which rests on the very grant that states
     * the delivery. Never throws: a failure is {@link DenyReason#POLICY_ERROR}.
     */
    public static Decision decideUnder(PolicySnapshot policy, DecisionRequest request, String grant) {
        try {
            DenyReason reason = caller(policy, request, Rules.ALL.caller(), null);
            if (reason != null) {
                return new Decision.Deny(reason, null);
            }
            List<CompiledGrant> named = policy.grants(request.system(), request.resource()).stream()
                    .filter(found -> found.grant().id().equals(grant))
                    .toList();
            return grants(named, policy, request, Rules.ALL.grant(), null);
        } catch (RuntimeException e) {
            return new Decision.Deny(DenyReason.POLICY_ERROR, null);
        }
    }

    /** Decides as {@link #decide} does, and tells which rules led to it. */
    public static Explanation explain(PolicySnapshot policy, DecisionRequest request) {
        List<Explanation.RuleOutcome> rules = new ArrayList<>();
        Decision decision = decide(policy, request, Rules.ALL, rules);
        return new Explanation(
                decision, rules, FieldExplainer.explain(policy.resource(request.resource()), decision, rules));
    }

    /** Decides by these rules, noting each that was checked. */
    static Decision decide(
            PolicySnapshot policy,
            DecisionRequest request,
            Rules checked,
            @Nullable List<Explanation.RuleOutcome> rules) {
        try {
            DenyReason reason = caller(policy, request, checked.caller(), rules);
            return reason != null
                    ? new Decision.Deny(reason, null)
                    : grants(
                            policy.grants(request.system(), request.resource()),
                            policy,
                            request,
                            checked.grant(),
                            rules);
        } catch (RuntimeException e) {
            return new Decision.Deny(DenyReason.POLICY_ERROR, null);
        }
    }

    private static @Nullable DenyReason caller(
            PolicySnapshot policy,
            DecisionRequest request,
            List<Rules.CallerRule> ofCaller,
            @Nullable List<Explanation.RuleOutcome> rules) {
        for (int i = 0; i < ofCaller.size(); i++) {
            Rules.CallerRule rule = ofCaller.get(i);
            DenyReason reason = rule.rule().check(policy, request);
            note(rules, null, rule.name(), reason);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private static Decision grants(
            List<CompiledGrant> grants,
            PolicySnapshot policy,
            DecisionRequest request,
            List<GrantRule> ofGrant,
            @Nullable List<Explanation.RuleOutcome> rules) {
        if (grants.isEmpty()) {
            note(rules, null, Explanation.DEFAULT_DENY, DenyReason.NO_GRANT);
        }
        DenyReason closest = DenyReason.NO_GRANT;
        CompiledGrant closestGrant = null;
        int furthest = -1;
        for (int i = 0; i < grants.size(); i++) {
            CompiledGrant grant = grants.get(i);
            int at = 0;
            DenyReason reason = null;
            while (at < ofGrant.size() && reason == null) {
                GrantRule rule = ofGrant.get(at++);
                reason = rule.check(grant, request);
                note(rules, grant, rule.name(), reason);
            }
            List<CompiledGrant.Stated> conditions = grant.rules();
            for (int c = 0; c < conditions.size() && reason == null; c++) {
                CompiledGrant.Stated condition = conditions.get(c);
                at = ofGrant.size() + condition.rank() + 1;
                reason = condition.rule().check(policy, request);
                note(rules, grant, condition.name(), reason);
            }
            if (reason == null) {
                return new Decision.Permit(grant);
            }
            if (at > furthest) {
                furthest = at;
                closest = reason;
                closestGrant = grant;
            }
        }
        return new Decision.Deny(closest, closestGrant);
    }

    private static void note(
            @Nullable List<Explanation.RuleOutcome> rules,
            @Nullable CompiledGrant grant,
            String rule,
            @Nullable DenyReason failed) {
        if (rules != null) {
            rules.add(new Explanation.RuleOutcome(
                    grant == null ? null : grant.grant().id(), rule, failed));
        }
    }
}
