package cn.laohekou.hub.security.signature;

/** Why a signature, or a caller that proves itself by one, is not accepted. Says nothing of keys. */
public enum SignatureFault {
    /** The signature headers cannot be read, or name what the hub does not speak. */
    MALFORMED,
    /** The key id (rid) is not registered. */
    KEY_UNKNOWN,
    /** The credential was revoked or has expired. */
    CREDENTIAL_ENDED,
    /** The signature does not fit key and message. */
    INVALID,
    /** Something that must be signed is not covered. */
    NOT_COVERED,
    /** The time of signing is too far from the hub's clock, or the signature has expired. */
    OUT_OF_WINDOW,
    /** The same signed message came before. */
    REPLAYED,
    /** The body is not the one that was signed. */
    WRONG_DIGEST,
    /** The service id (sid) is not the one called. */
    WRONG_SERVICE
}
