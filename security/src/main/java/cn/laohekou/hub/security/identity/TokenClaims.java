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

    /** Claim that marks every token issued to a registered system; the system's client carries it, no person's does. */
    static final String SYSTEM_CLAIM = "hub_system";

    /** The realm's clients through which people use the management API: command line and console. */
    private static final Set<String> PEOPLE_CLIENTS = Set.of("hub-cli", "hub-console");

    /** How Keycloak names the user behind a client's service account. */
    private static final String SERVICE_ACCOUNT = "service-account-";

    /**
     * The system the token speaks for, or null when it is not a system's token bound to a department. A token that a
     * system got on a person's behalf must carry the mark of that very system and name a person who can be.
     */
    @Nullable
    Caller system() {
        String client = text("azp");
        String department = text("department");
        String system = client == null ? null : RealmClients.system(client, text(SYSTEM_CLAIM));
        if (client == null || system == null || department == null) {
            return null;
        }
        ActingPerson person = null;
        if (ofPerson()) {
            person = system.equals(text(SYSTEM_CLAIM))
                    ? ActingPersonClaims.read(claims::getClaimValue, department)
                    : null;
            if (person == null) {
                return null;
            }
        }
        Object confirmation = claims.getClaimValue("cnf");
        if (confirmation == null) {
            return new Caller(system, department, expiresAt, null, person, client);
        }
        // A confirmation that cannot be checked must not be dropped: the token would become a bearer token.
        return confirmation instanceof Map<?, ?> map && map.get("x5t#S256") instanceof String print && !print.isBlank()
                ? new Caller(system, department, expiresAt, print, person, client)
                : null;
    }

    /** The person the token speaks for, or null when it is a system's token or names no department. */
    @Nullable
    Person person() {
        String subject = text("sub");
        String username = text("preferred_username");
        String department = text("department");
        boolean bound = claims.hasClaim("cnf");
        // A token that a system got, for itself or on a person's behalf, never opens the management API.
        boolean ofSystem = claims.hasClaim(SYSTEM_CLAIM) || !PEOPLE_CLIENTS.contains(String.valueOf(text("azp")));
        if (subject == null || username == null || department == null || bound || ofSystem || !ofPerson()) {
            return null;
        }
        return new Person(subject, username, department, roles(), expiresAt, login());
    }

    private Person.Login login() {
        String session = text("sid");
        return new Person.Login(
                session == null ? text("session_state") : session,
                text("acr"),
                claims.getClaimValue("auth_time") instanceof Number time ? time.longValue() : 0);
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
