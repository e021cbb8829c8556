package cn.laohekou.hub.security.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated person.
 *
 * @param subject the realm's own id of the person
 * @param username login name
 * @param department the person's department, unified social credit code
 * @param roles realm roles
 * @param expiresAt epoch second from which the token is no longer accepted
 * @param login how and when the person signed in
 */
public record Person(
        String subject, String username, String department, Set<String> roles, long expiresAt, Login login) {

    public Person {
        roles = Set.copyOf(roles);
    }

    /**
     * A sign-in.
     *
     * @param session the realm's id of the session; null when the token names none
     * @param context authentication context class the realm states (OpenID Connect Core section 2, {@code acr}); null when
     *     it states none
     * @param at epoch second of the sign-in ({@code auth_time}); 0 when the realm states none
     */
    public record Login(@Nullable String session, @Nullable String context, long at) {}
}
