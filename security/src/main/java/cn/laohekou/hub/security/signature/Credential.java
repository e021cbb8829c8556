package cn.laohekou.hub.security.signature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a system can prove itself with, without a token.
 *
 * @param id the credential's own id
 * @param keyId what callers name it by, as key id or requester id (rid); unique in the hub
 * @param system system id
 * @param department the system's department, unified social credit code
 * @param key verifies; null when the caller proves itself by its certificate
 * @param convention the header convention it may be used with; null when only with HTTP Message Signatures
 * @param notBefore first instant it counts
 * @param notAfter first instant it counts no more
 * @param revoked whether it was revoked
 */
public record Credential(
        String id,
        String keyId,
        String system,
        String department,
        @Nullable SignatureKey key,
        @Nullable HeaderConvention convention,
        Instant notBefore,
        Instant notAfter,
        boolean revoked) {

    /** Whether it counts at a moment. */
    public boolean counts(Instant now) {
        return !revoked && !now.isBefore(notBefore) && now.isBefore(notAfter);
    }

    /** Names it, nothing else. */
    @Override
    public String toString() {
        return "Credential[" + keyId + "]";
    }
}
