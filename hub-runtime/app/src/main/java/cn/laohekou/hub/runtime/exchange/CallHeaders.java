package cn.laohekou.hub.runtime.exchange;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * What a caller states about a call besides the call itself.
 *
 * @param purpose {@code Hub-Purpose}: the government matter the data is used for; null when absent
 * @param caseNumber {@code Hub-Case}: the case (办件) it belongs to; null when absent
 * @param person {@code Hub-Person}: the acting person; null when absent
 * @param recipient {@code Hub-Recipient}: the department (unified social credit code) the data is asked for on behalf of;
 *     null when absent
 * @param certificate {@code Hub-Subject-Certificate}: identifier of the data subject's e-certificate, as stated; null when
 *     absent
 * @param traceParent W3C trace context; null when absent or malformed
 * @param acceptLanguage language of problem documents; null when absent
 * @param malformed name of the first stated header that is not 1 to 64 visible ASCII characters; null when all are
 */
record CallHeaders(
        @Nullable String purpose,
        @Nullable String caseNumber,
        @Nullable String person,
        @Nullable String recipient,
        @Nullable String certificate,
        @Nullable String traceParent,
        @Nullable String acceptLanguage,
        @Nullable String malformed) {

    static final String EXCHANGE_ID = "Hub-Exchange-Id";
    static final String PURPOSE = "Hub-Purpose";
    static final String CASE = "Hub-Case";
    static final String PERSON = "Hub-Person";
    static final String RECIPIENT = "Hub-Recipient";
    static final String CERTIFICATE = "Hub-Subject-Certificate";

    private static final int LONGEST = 64;

    static CallHeaders of(MultiMap headers) {
        String purpose = headers.get(PURPOSE);
        String caseNumber = headers.get(CASE);
        String person = headers.get(PERSON);
        String recipient = headers.get(RECIPIENT);
        String malformed = null;
        if (!visible(purpose)) {
            malformed = PURPOSE;
        } else if (!visible(caseNumber)) {
            malformed = CASE;
        } else if (!visible(person)) {
            malformed = PERSON;
        } else if (!visible(recipient)) {
            malformed = RECIPIENT;
        }
        return new CallHeaders(
                purpose,
                caseNumber,
                person,
                recipient,
                headers.get(CERTIFICATE),
                TraceContext.accept(headers.get("traceparent")),
                headers.get("Accept-Language"),
                malformed);
    }

    private static boolean visible(@Nullable String value) {
        if (value == null) {
            return true;
        }
        if (value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** The bearer token of an {@code Authorization} header (RFC 6750 section 2.1), null when there is none. */
    static @Nullable String bearer(@Nullable String authorization) {
        String scheme = "Bearer ";
        if (authorization == null || !authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return null;
        }
        String token = authorization.substring(scheme.length()).strip();
        return token.isEmpty() ? null : token;
    }
}
