package cn.laohekou.hub.security.crypto;

import java.time.Instant;
import java.util.List;

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

    /**
     * Signs with the newest version of a managed SM2 key (GB/T 32918.2, identity {@link Sm2#DEFAULT_ID}).
     *
     * @param keyName name of the key, for example {@code evidence-root}
     * @param message what is signed, in full
     * @return DER signature and the version that made it; keep both
     * @throws KeyUnavailable when there is no such key
     */
    Signed sign(String keyName, byte[] message);

    /**
     * Whether a managed key made a signature; versions replaced by rotation still verify until they are retired.
     *
     * @param key the version named with the signature
     * @param message what was signed, in full
     * @param signature as it came
     * @throws KeyUnavailable when there is no such version or it was retired
     */
    boolean verify(KeyId key, byte[] message, byte[] signature);

    /**
     * The public half of a managed SM2 key, to be handed to those who verify without the hub; retired versions too.
     *
     * @param key which version
     * @return SubjectPublicKeyInfo in DER, a new array
     * @throws KeyUnavailable when there is no such version
     */
    byte[] publicKey(KeyId key);

    /**
     * The newest version of a managed key.
     *
     * @param keyName name of the key
     * @throws KeyUnavailable when there is no such key
     */
    KeyId current(String keyName);

    /**
     * Numbers of a managed key's versions that are not retired. Cheap enough for every exchange.
     *
     * @param keyName name of the key
     * @return newest first; empty when this node knows no such key
     */
    List<Integer> usable(String keyName);

    /**
     * Encrypts with the newest version of a managed SM4 key (GCM). The result names the version.
     *
     * @param keyName name of the key
     * @param associated what the text belongs to, as with {@link #seal}
     * @param plain the text
     * @throws KeyUnavailable when there is no such key
     */
    byte[] encrypt(String keyName, byte[] associated, byte[] plain);

    /**
     * Opens what {@link #encrypt} made with any version that is not retired.
     *
     * @param keyName as given when encrypting
     * @param associated as given when encrypting
     * @param encrypted what {@code encrypt} returned
     * @throws SealBroken when it was changed, moved, or is not of this key
     * @throws KeyUnavailable when its version was retired
     */
    byte[] decrypt(String keyName, byte[] associated, byte[] encrypted);

    /**
     * Makes a new version of a key, sealed, to be stored by the caller together with its audit record. Nothing changes
     * until it is stored and {@link #reload} was called.
     *
     * @param id name and version
     * @param kind what it can do
     * @param createdAt now
     * @param expiresAt when a newer version should replace it
     */
    SealedKey fresh(KeyId id, KeyKind kind, Instant createdAt, Instant expiresAt);

    /**
     * Makes sure that a key has a first version; for keys the hub itself cannot do without.
     *
     * @param keyName name of the key
     * @param kind what it can do
     * @param now the time
     * @return the newest version
     */
    KeyId ensure(String keyName, KeyKind kind, Instant now);

    /** Reads the stored versions again, after a change on this or another node. */
    void reload();
}
