package cn.laohekou.hub.security.policy;

import org.jspecify.annotations.Nullable;

/**
 * A condition ready to be enforced: by a rule of the decision, by an obligation on what is released, or both.
 *
 * @param rule what the decision checks; null when nothing
 * @param obligation what the entry carries out after the decision, read there by its type; null when nothing. An entry
 *     that does not carry it out is denied
 */
public record CompiledCondition(
        @Nullable Rule rule, @Nullable Object obligation) {

    /** Demands nothing, for example a requirement stated as false. */
    public static final CompiledCondition NOTHING = new CompiledCondition(null, null);

    /** What the decision checks. Pure and safe for any thread; whatever it throws denies. */
    @FunctionalInterface
    public interface Rule {

        /**
         * Checks a call.
         *
         * @return null when the condition holds, otherwise why not
         */
        @Nullable
        DenyReason check(PolicySnapshot policy, DecisionRequest request);
    }

    /** A condition the decision checks. */
    public static CompiledCondition decided(Rule rule) {
        return new CompiledCondition(rule, null);
    }

    /** A condition the entry carries out on what it releases. */
    public static CompiledCondition obliged(Object obligation) {
        return new CompiledCondition(null, obligation);
    }
}
