package cn.laohekou.hub.security.identity;

import java.time.Duration;
import java.time.Instant;

/**
 * What a sign-in must have been for a decision that binds others: with a cryptographic second factor, and lately.
 *
 * @param context authentication context the realm must state, as the realm names it
 * @param maxAge how long ago the sign-in may lie, whole seconds
 */
public record StepUpRule(String context, Duration maxAge) {

    /** Context the project's realm states after a client certificate or a security key. */
    public static final String CRYPTOGRAPHIC = "cryptographic";

    /** Clocks of realm and hub may be apart by this much. */
    private static final long SKEW_SECONDS = TokenRules.DEFAULT_SKEW.toSeconds();

    public StepUpRule {
        if (!context.matches("[A-Za-z0-9:._-]{1,100}")) {
            throw new IllegalArgumentException("context must be one name but is " + context);
        }
        if (maxAge.toSeconds() < 1 || maxAge.compareTo(Duration.ofHours(12)) > 0) {
            throw new IllegalArgumentException("maxAge must be 1 second to 12 hours but is " + maxAge);
        }
    }

    /** Whether a sign-in suffices. A sign-in of unknown time or context never does. */
    public boolean satisfiedBy(Person.Login login, Instant now) {
        long age = now.getEpochSecond() - login.at();
        return context.equals(login.context()) && login.at() > 0 && age <= maxAge.toSeconds() && age >= -SKEW_SECONDS;
    }

    /** The challenge to a caller whose sign-in does not suffice (RFC 9470 section 3). */
    public String challenge() {
        return "Bearer realm=\"laohekou\", error=\"insufficient_user_authentication\", "
                + "error_description=\"A sign-in with a cryptographic second factor is required\", acr_values=\""
                + context + "\", max_age=\"" + maxAge.toSeconds() + "\"";
    }
}
