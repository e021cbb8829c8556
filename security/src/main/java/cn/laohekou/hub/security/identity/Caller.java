package cn.laohekou.hub.security.identity;

import org.jspecify.annotations.Nullable;

/**
 * An authenticated machine caller.
 *
 * @param system system id
 * @param department the department the token binds the system to, unified social credit code
 * @param expiresAt epoch second from which the token is no longer accepted
 * @param certificateThumbprint base64url SHA-256 of the client certificate the token is bound to (RFC 8705 section 3.1),
 *     null when unbound
 * @param person the person on whose behalf it asks, proven by the token; null when it asks for itself
 * @param client the realm's client the token was issued to (its authorised party); the system id for callers without token
 */
public record Caller(
        String system,
        String department,
        long expiresAt,
        @Nullable String certificateThumbprint,
        @Nullable ActingPerson person,
        String client) {

    /** A system that asks for itself. */
    public Caller(String system, String department, long expiresAt, @Nullable String certificateThumbprint) {
        this(system, department, expiresAt, certificateThumbprint, null, system);
    }
}
