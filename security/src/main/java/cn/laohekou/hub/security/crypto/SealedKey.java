package cn.laohekou.hub.security.crypto;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a managed key as it is stored.
 *
 * @param id name and version
 * @param kind what it can do
 * @param sealed the secret half sealed under the master key; null once retired
 * @param publicKey SubjectPublicKeyInfo in DER (RFC 5480) of an SM2 pair; null for SM4. Stays after retirement, so that
 *     old signatures remain explainable
 * @param createdAt when it was made; it is the version in use from then until a newer one exists
 * @param expiresAt when a newer version should have replaced it; the hub warns before
 * @param retiredAt when it stopped verifying and decrypting; null while it does
 */
@SuppressWarnings("ArrayRecordComponent") // stored and read back, never compared as a record
public record SealedKey(
        KeyId id,
        KeyKind kind,
        byte @Nullable [] sealed,
        byte @Nullable [] publicKey,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant retiredAt) {

    /** Names the version, nothing else. */
    @Override
    public String toString() {
        return "SealedKey[" + id + "]";
    }
}
