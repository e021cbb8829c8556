package cn.laohekou.hub.security.policy;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A decision with the rules that led to it.
 *
 * @param decision the decision
 * @param rules the rules checked, in order; checking stops at a grant's first failing rule and at the first grant that
 *     permits
 * @param fields what becomes of each declared field of the resource, in the order of its declaration
 */
public record Explanation(Decision decision, List<RuleOutcome> rules, List<FieldOutcome> fields) {

    /** The rule that denies what nothing permits. */
    public static final String DEFAULT_DENY = "default-deny";

    public Explanation {
        rules = List.copyOf(rules);
        fields = List.copyOf(fields);
    }

    /** The rule that denied: the one of the decision's own reason; null when the call is permitted. */
    public @Nullable RuleOutcome failed() {
        if (!(decision instanceof Decision.Deny deny)) {
            return null;
        }
        CompiledGrant looked = deny.grant();
        String grant = looked == null ? null : looked.grant().id();
        return rules.stream()
                .filter(rule -> rule.failed() == deny.reason() && Objects.equals(grant, rule.grant()))
                .findFirst()
                .orElse(null);
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

    /** What becomes of a field. */
    public enum Release {
        /** Released as it is. */
        RELEASED,
        /** Released through a mask. */
        MASKED,
        /** Left out, although granted. */
        REMOVED,
        /** Left out: the grant does not name it. */
        NOT_GRANTED,
        /** Nothing is released: the call is denied. */
        DENIED
    }

    /**
     * What becomes of one field.
     *
     * @param field catalogue name
     * @param release what becomes of it
     * @param mask the mask it goes through; null when none
     * @param rule the rule that made it so
     * @param grant the grant looked at; null when none was
     */
    public record FieldOutcome(
            String field,
            Release release,
            @Nullable String mask,
            String rule,
            @Nullable String grant) {}
}
