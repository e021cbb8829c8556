package cn.laohekou.hub.security.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision with the rules that led to it.
 *
 * @param decision the decision
 * @param rules the rules checked, in order; checking stops at a grant's first failing rule and at the first grant that
 *     permits
 */
public record Explanation(Decision decision, List<RuleOutcome> rules) {

    public Explanation {
        rules = List.copyOf(rules);
    }

    /**
     * How one rule came out.
     *
     * @param grant the grant it was checked for, null for rules about the caller
     * @param rule stable name of the rule
     * @param failed why it failed, null when it held
     */
    public record RuleOutcome(
            @Nullable String grant, String rule, @Nullable DenyReason failed) {}
}
