package cn.laohekou.hub.security.identity;

import java.time.Duration;

/**
 * What a token must say.
 *
 * @param issuer the realm's issuer, exactly
 * @param audience what {@code aud} must contain
 * @param skew how far clocks may be apart, whole seconds
 */
public record TokenRules(String issuer, String audience, Duration skew) {

    /** Default of {@link #skew}. */
    public static final Duration DEFAULT_SKEW = Duration.ofSeconds(30);

    public TokenRules {
        if (issuer.isBlank() || audience.isBlank()) {
            throw new IllegalArgumentException("issuer and audience must be given");
        }
        if (skew.isNegative() || skew.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("skew must be 0 to 5 minutes but is " + skew);
        }
    }

    /** Rules with the default skew. */
    public static TokenRules of(String issuer, String audience) {
        return new TokenRules(issuer, audience, DEFAULT_SKEW);
    }
}
