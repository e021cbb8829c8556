package cn.laohekou.hub.security.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** SM4 (GB/T 32907-2016) in the modes the hub speaks. Safe for use from any thread. */
public final class Sm4 {

    /** Bytes of a key and of a block. */
    public static final int KEY_BYTES = 16;

    /** Bytes of a GCM nonce: the length for which the mode needs no extra hashing (GB/T 36624; RFC 8998 section 3). */
    public static final int NONCE_BYTES = 12;

    /** Bytes of a GCM tag. */
    public static final int TAG_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Sm4() {}

    /** A fresh key. */
    public static byte[] generate() {
        return random(KEY_BYTES);
    }

    /**
     * Encrypts and authenticates in GCM.
     *
     * @param key 16 bytes
     * @param associated authenticated along with the text, not contained in the result
     * @param plain the text
     * @return a random nonce, the ciphertext, the tag
     */
    public static byte[] gcmEncrypt(byte[] key, byte[] associated, byte[] plain) {
        byte[] nonce = random(NONCE_BYTES);
        byte[] out = new byte[NONCE_BYTES + plain.length + TAG_BYTES];
        System.arraycopy(nonce, 0, out, 0, NONCE_BYTES);
        gcm(true, key, nonce, associated, plain, 0, plain.length, out, NONCE_BYTES);
        return out;
    }

    /**
     * Opens what {@link #gcmEncrypt} made.
     *
     * @param key 16 bytes
     * @param associated as given when encrypting
     * @param encrypted nonce, ciphertext, tag
     * @throws SealBroken when any byte differs or the key is another
     */
    public static byte[] gcmDecrypt(byte[] key, byte[] associated, byte[] encrypted) {
        int length = encrypted.length - NONCE_BYTES - TAG_BYTES;
        if (length < 0) {
            throw new SealBroken("sm4-gcm");
        }
        byte[] nonce = Arrays.copyOf(encrypted, NONCE_BYTES);
        byte[] plain = new byte[length];
        gcm(false, key, nonce, associated, encrypted, NONCE_BYTES, length + TAG_BYTES, plain, 0);
        return plain;
    }

    /**
     * Encrypts in CBC with PKCS #7 padding. Not authenticated: only together with a signature over the result.
     *
     * @param key 16 bytes
     * @param plain the text
     * @return a random first block (the IV), then the ciphertext
     */
    public static byte[] cbcEncrypt(byte[] key, byte[] plain) {
        byte[] iv = random(KEY_BYTES);
        byte[] text = cbc(true, key, iv, plain, 0, plain.length);
        byte[] out = new byte[KEY_BYTES + text.length];
        System.arraycopy(iv, 0, out, 0, KEY_BYTES);
        System.arraycopy(text, 0, out, KEY_BYTES, text.length);
        return out;
    }

    /**
     * Decrypts what {@link #cbcEncrypt} made. The caller has verified a signature over it before, so that a padding
     * error tells nobody anything.
     *
     * @param key 16 bytes
     * @param encrypted IV and ciphertext
     * @throws SealBroken when it is no such text under this key
     */
    public static byte[] cbcDecrypt(byte[] key, byte[] encrypted) {
        if (encrypted.length < 2 * KEY_BYTES || encrypted.length % KEY_BYTES != 0) {
            throw new SealBroken("sm4-cbc");
        }
        byte[] iv = Arrays.copyOf(encrypted, KEY_BYTES);
        return cbc(false, key, iv, encrypted, KEY_BYTES, encrypted.length - KEY_BYTES);
    }

    static void gcm(
            boolean encrypt,
            byte[] key,
            byte[] nonce,
            byte[] associated,
            byte[] in,
            int at,
            int length,
            byte[] out,
            int outAt) {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BYTES * Byte.SIZE, nonce, associated));
        try {
            int done = cipher.processBytes(in, at, length, out, outAt);
            cipher.doFinal(out, outAt + done);
        } catch (InvalidCipherTextException e) {
            throw new SealBroken("sm4-gcm");
        }
    }

    private static byte[] cbc(boolean encrypt, byte[] key, byte[] iv, byte[] in, int at, int length) {
        PaddedBufferedBlockCipher cipher =
                new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(new SM4Engine()), new PKCS7Padding());
        cipher.init(encrypt, new ParametersWithIV(new KeyParameter(key), iv));
        byte[] out = new byte[cipher.getOutputSize(length)];
        try {
            int done = cipher.processBytes(in, at, length, out, 0);
            return Arrays.copyOf(out, done + cipher.doFinal(out, done));
        } catch (InvalidCipherTextException e) {
            throw new SealBroken("sm4-cbc");
        }
    }

    private static byte[] random(int bytes) {
        byte[] fresh = new byte[bytes];
        RANDOM.nextBytes(fresh);
        return fresh;
    }
}
