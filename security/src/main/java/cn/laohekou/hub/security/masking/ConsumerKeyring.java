package cn.laohekou.hub.security.masking;

/** The keys that belong to consumers, as the hub's key service holds them. Safe for use from any thread. */
public interface ConsumerKeyring {

    /** What a derived key is for. */
    enum Use {
        PSEUDONYM,
        WATERMARK
    }

    /**
     * Newest version of the keys of a use; versions count from 1, and older ones still compute.
     *
     * @param use what the keys are for
     */
    int version(Use use);

    /**
     * HMAC-SM3 over the parts under the key of one use, version and scope. Each scope has a key of its own.
     *
     * @param use what the key is for
     * @param version which version
     * @param scope whose key it is
     * @param parts what is authenticated; no two different lists have the same result
     * @return 32 bytes
     */
    byte[] mac(Use use, int version, String scope, byte[]... parts);

    /**
     * Encrypts and authenticates with the newest version of a consumer system's SM4 key (GCM).
     *
     * @param system consumer system
     * @param associated what the value belongs to; must be given again to open it
     * @param plain the value
     */
    Encrypted encrypt(String system, byte[] associated, byte[] plain);

    /**
     * An encrypted value.
     *
     * @param key id of the key, without {@code :}
     * @param text nonce of 12 bytes, ciphertext and tag of 16 bytes, in base64url without padding (RFC 4648 section 5)
     */
    record Encrypted(String key, String text) {}
}
