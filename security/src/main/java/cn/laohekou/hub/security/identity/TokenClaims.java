package cn.laohekou.hub.security.identity;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token whose signature, issuer, audience and times are good.
 *
 * @param claims all claims
 * @param issuedAt epoch second
 * @param expiresAt epoch second
 */
record TokenClaims(JwtClaims claims, long issuedAt, long expiresAt) {

    /** How Keycloak names the user behind a client's service account. */
    private static final String SERVICE_ACCOUNT = "service-account-";

    /** The system the token speaks for, or null when it is not a system's token bound to a department. */
    @Nullable
    Caller system() {
        String system = text("azp");
        String department = text("department");
        if (system == null || department == null || ofPerson()) {
            return null;
        }
        Object confirmation = claims.getClaimValue("cnf");
        if (confirmation == null) {
            return new Caller(system, department, expiresAt, null);
        }
        // A confirmation that cannot be checked must not be dropped: the token would become a bearer token.
        return confirmation instanceof Map<?, ?> map && map.get("x5t#S256") instanceof String print && !print.isBlank()
                ? new Caller(system, department, expiresAt, print)
                : null;
    }

    /** The person the token speaks for, or null when it is a system's token or names no department. */
    @Nullable
    Person person() {
        String subject = text("sub");
        String username = text("preferred_username");
        String department = text("department");
        boolean bound = claims.hasClaim("cnf");
        if (subject == null || username == null || department == null || bound || !ofPerson()) {
            return null;
        }
        return new Person(subject, username, department, roles(), expiresAt);
    }

    /** A person's token has a login session or a login name; a client's has neither. */
    private boolean ofPerson() {
        String username = text("preferred_username");
        return claims.hasClaim("sid")
                || claims.hasClaim("session_state")
                || (username != null && !username.startsWith(SERVICE_ACCOUNT));
    }

    private Set<String> roles() {
        if (claims.getClaimValue("realm_access") instanceof Map<?, ?> access
                && access.get("roles") instanceof Collection<?> roles) {
            return roles.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .collect(Collectors.toUnmodifiableSet());
        }
        return Set.of();
    }

    private @Nullable String text(String claim) {
        return claims.getClaimValue(claim) instanceof String text && !text.isBlank() ? text : null;
    }
}
