package cn.laohekou.hub.security.crypto;

/**
 * A signature and the key that made it.
 *
 * @param key the version that signed
 * @param signature DER {@code SEQUENCE(r, s)} (GM/T 0009-2012, clause 7.3)
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared as a record
public record Signed(KeyId key, byte[] signature) {}
