package cn.laohekou.hub.security.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Keys in software, derived from the master key with HKDF (RFC 5869) over SM3.
 *
 * <p>Sealing is SM4-GCM (GB/T 32907 with the mode of GB/T 36624), not AES-256-GCM: assessments of commercial
 * cryptography (GB/T 39786) count only the GM algorithms, what is sealed is small and rare, so AES's hardware speed
 * buys nothing, and a certified module that replaces this class can open what was sealed here. A sealed value is one
 * version byte, a random 96-bit nonce, the ciphertext and a 128-bit tag. NIST SP 800-38D section 8.3 allows 2^32 random
 * nonces under one key; each purpose has a key of its own and seals orders of magnitude less.
 */
public final class SoftwareKeyService implements KeyService {

    private static final byte VERSION = 1;
    private static final String MANAGED = "managed-key";

    /** A year: no shorter than what a city rotates by hand, no longer than one yearly assessment (GB/T 39786) apart. */
    private static final Duration FIRST_LIFE = Duration.ofDays(365);

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SM4_KEY_BYTES = 16;
    private static final int MAC_KEY_BYTES = 32;

    private final MasterKey master;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, KeyParameter> keys = new ConcurrentHashMap<>();

    /** Initialised codes per thread: Bouncy Castle's HMac keeps the digested pads, which halves a short code's cost. */
    private final ThreadLocal<Map<String, HMac>> macs = ThreadLocal.withInitial(HashMap::new);

    private final ManagedKeys managed;

    /**
     * A service over one master key whose managed keys last as long as the process.
     *
     * @param master the key all others derive from
     */
    public SoftwareKeyService(MasterKey master) {
        this(master, new MemoryKeyShelf());
    }

    /**
     * A service over one master key and the managed keys sealed under it.
     *
     * @param master the key all others derive from
     * @param shelf where managed keys lie; not read before one is asked for
     */
    public SoftwareKeyService(MasterKey master, KeyShelf shelf) {
        this.master = master;
        this.managed = new ManagedKeys(shelf, new ManagedKeys.Sealer() {
            @Override
            public byte[] seal(byte[] associated, byte[] plain) {
                return SoftwareKeyService.this.seal(MANAGED, associated, plain);
            }

            @Override
            public byte[] open(byte[] associated, byte[] sealed) {
                return SoftwareKeyService.this.open(MANAGED, associated, sealed);
            }
        });
    }

    @Override
    public byte[] seal(String purpose, byte[] associated, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        GCMModeCipher cipher = cipher(true, purpose, associated, nonce);
        byte[] sealed = new byte[1 + NONCE_BYTES + cipher.getOutputSize(plain.length)];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        try {
            int done = cipher.processBytes(plain, 0, plain.length, sealed, 1 + NONCE_BYTES);
            cipher.doFinal(sealed, 1 + NONCE_BYTES + done);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("Encryption cannot fail on its tag", e);
        }
        return sealed;
    }

    @Override
    public byte[] open(String purpose, byte[] associated, byte[] sealed) {
        int start = 1 + NONCE_BYTES;
        if (sealed.length < start + TAG_BITS / Byte.SIZE || sealed[0] != VERSION) {
            throw new SealBroken(purpose);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
        GCMModeCipher cipher = cipher(false, purpose, associated, nonce);
        byte[] plain = new byte[cipher.getOutputSize(sealed.length - start)];
        try {
            int done = cipher.processBytes(sealed, start, sealed.length - start, plain, 0);
            cipher.doFinal(plain, done);
        } catch (InvalidCipherTextException e) {
            throw new SealBroken(purpose);
        }
        return plain;
    }

    @Override
    public byte[] mac(String keyName, byte[]... parts) {
        HMac mac = macs.get().computeIfAbsent(keyName, this::newMac);
        for (byte[] part : parts) {
            int length = part.length;
            mac.update((byte) (length >>> 24));
            mac.update((byte) (length >>> 16));
            mac.update((byte) (length >>> 8));
            mac.update((byte) length);
            mac.update(part, 0, length);
        }
        byte[] out = new byte[Sm3.BYTES];
        mac.doFinal(out, 0);
        return out;
    }

    @Override
    public Signed sign(String keyName, byte[] message) {
        return managed.sign(keyName, message);
    }

    @Override
    public boolean verify(KeyId key, byte[] message, byte[] signature) {
        return managed.verify(key, message, signature);
    }

    @Override
    public byte[] publicKey(KeyId key) {
        return managed.publicKey(key);
    }

    @Override
    public KeyId current(String keyName) {
        return managed.current(keyName);
    }

    @Override
    public List<Integer> usable(String keyName) {
        return managed.usable(keyName);
    }

    @Override
    public byte[] encrypt(String keyName, byte[] associated, byte[] plain) {
        return managed.encrypt(keyName, associated, plain);
    }

    @Override
    public byte[] decrypt(String keyName, byte[] associated, byte[] encrypted) {
        return managed.decrypt(keyName, associated, encrypted);
    }

    @Override
    public SealedKey fresh(KeyId id, KeyKind kind, Instant createdAt, Instant expiresAt) {
        return managed.fresh(id, kind, createdAt, expiresAt);
    }

    @Override
    public KeyId ensure(String keyName, KeyKind kind, Instant now) {
        return managed.ensure(keyName, kind, now, FIRST_LIFE);
    }

    @Override
    public void reload() {
        managed.reload();
    }

    private HMac newMac(String keyName) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(key("mac", keyName, MAC_KEY_BYTES));
        return mac;
    }

    private GCMModeCipher cipher(boolean encrypt, String purpose, byte[] associated, byte[] nonce) {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(encrypt, new AEADParameters(key("seal", purpose, SM4_KEY_BYTES), TAG_BITS, nonce, associated));
        return cipher;
    }

    private KeyParameter key(String use, String name, int bytes) {
        return keys.computeIfAbsent(use + '/' + name, label -> derive(label, bytes));
    }

    private KeyParameter derive(String label, int bytes) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SM3Digest());
        byte[] info = ("laohekou-hub/1/" + label).getBytes(StandardCharsets.UTF_8);
        hkdf.init(new HKDFParameters(master.material(), null, info));
        byte[] key = new byte[bytes];
        hkdf.generateBytes(key, 0, bytes);
        return new KeyParameter(key);
    }
}
