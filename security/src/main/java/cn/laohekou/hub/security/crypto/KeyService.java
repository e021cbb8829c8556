package cn.laohekou.hub.security.crypto;

/**
 * The only way to keys. Code names a key by what it is for and never sees it, so that a certified cryptographic module
 * can stand behind this interface. Safe for use from any thread.
 */
public interface KeyService {

    /**
     * Encrypts and authenticates.
     *
     * @param purpose what the secret is for, for example {@code connector-secret}; each purpose has a key of its own
     * @param associated what the secret belongs to (its table and row, say); not stored, must be given again to
     *     {@link #open}, so that a sealed value moved elsewhere does not open
     * @param plain the secret; not kept and not changed
     * @return sealed bytes, different at every call
     */
    byte[] seal(String purpose, byte[] associated, byte[] plain);

    /**
     * Opens what {@link #seal} made.
     *
     * @param purpose as given to {@code seal}
     * @param associated as given to {@code seal}
     * @param sealed what {@code seal} returned
     * @return the secret
     * @throws SealBroken when the bytes were changed, belong elsewhere, or were sealed under another master key
     */
    byte[] open(String purpose, byte[] associated, byte[] sealed);

    /**
     * HMAC-SM3 (GM/T 0004 with the construction of GB/T 15852.2) over the parts, each preceded by its length as four
     * bytes, so that no two different lists of parts have the same input. Cheap enough for every exchange.
     *
     * @param keyName what the code is for, for example {@code lineage}; each name has a key of its own
     * @param parts what is authenticated
     * @return a new array of 32 bytes
     */
    byte[] mac(String keyName, byte[]... parts);
}
