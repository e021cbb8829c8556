package cn.laohekou.hub.cli.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a refused call asks for: a stronger or fresher sign-in (RFC 9470 section 3).
 *
 * @param acrValues the authentication context to ask the realm for
 * @param maxAge seconds since the sign-in at most
 */
public record StepUp(String acrValues, long maxAge) {

    private static final Pattern ACR = Pattern.compile("acr_values=\"([A-Za-z0-9:._ -]{1,100})\"");
    private static final Pattern AGE = Pattern.compile("max_age=\"?(\\d{1,6})\"?");

    /** Reads a {@code WWW-Authenticate} header; empty when it asks for something else. */
    static Optional<StepUp> of(String challenge) {
        Matcher acr = ACR.matcher(challenge);
        Matcher age = AGE.matcher(challenge);
        return challenge.contains("error=\"insufficient_user_authentication\"") && acr.find()
                ? Optional.of(new StepUp(acr.group(1), age.find() ? Long.parseLong(age.group(1)) : 0))
                : Optional.empty();
    }
}
