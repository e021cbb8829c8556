package cn.laohekou.hub.security.identity;

import java.util.Set;

/**
 * An authenticated person.
 *
 * @param subject the realm's own id of the person
 * @param username login name
 * @param department the person's department, unified social credit code
 * @param roles realm roles
 * @param expiresAt epoch second from which the token is no longer accepted
 */
public record Person(String subject, String username, String department, Set<String> roles, long expiresAt) {

    public Person {
        roles = Set.copyOf(roles);
    }
}
