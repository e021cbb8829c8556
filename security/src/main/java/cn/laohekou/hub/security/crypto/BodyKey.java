package cn.laohekou.hub.security.crypto;

import java.time.Instant;

/** An SM4 key for bodies that the hub shares with one system. Never prints what it holds. */
public final class BodyKey {

    private final String keyId;
    private final byte[] key;
    private final Instant notBefore;
    private final Instant notAfter;

    /**
     * @param keyId what both sides name it by
     * @param key 16 bytes; copied
     * @param notBefore first instant it counts
     * @param notAfter first instant it counts no more
     */
    public BodyKey(String keyId, byte[] key, Instant notBefore, Instant notAfter) {
        if (key.length != Sm4.KEY_BYTES) {
            throw new IllegalArgumentException("An SM4 key has 16 bytes");
        }
        this.keyId = keyId;
        this.key = key.clone();
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /** The same key with another end. */
    public BodyKey until(Instant end) {
        return end.equals(notAfter) ? this : new BodyKey(keyId, key, notBefore, end);
    }

    /** What both sides name it by. */
    public String keyId() {
        return keyId;
    }

    /** First instant it counts. */
    public Instant notBefore() {
        return notBefore;
    }

    /** Whether it counts at a moment. */
    public boolean counts(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(notAfter);
    }

    /**
     * Encrypts and authenticates one value in GCM.
     *
     * @param associated what the value belongs to; must be given again to open it
     * @param plain the value
     * @return nonce, ciphertext, tag
     */
    public byte[] encrypt(byte[] associated, byte[] plain) {
        return Sm4.gcmEncrypt(key, associated, plain);
    }

    byte[] key() {
        return key;
    }

    @Override
    public String toString() {
        return "BodyKey[" + keyId + "]";
    }
}
