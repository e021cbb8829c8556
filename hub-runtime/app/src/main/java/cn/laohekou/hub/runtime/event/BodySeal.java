package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.security.crypto.KeyService;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals messages for broker and database: neither journal nor table ever holds one in clear. Each is encrypted under a data
 * key that travels with it, sealed by the key service; a data key serves a bounded number of messages of one process.
 * Sealed bytes: version, length of the sealed data key (two bytes), the sealed data key, nonce, encrypted message. Bound to
 * its exchange, so that a message cannot be passed off as another. Thread-safe.
 */
final class BodySeal {

    private static final String PURPOSE = "event-body";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte VERSION = 1;
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** A nonce is a counter, so no number of messages is too many; a new key now and then bounds what one key opens. */
    private static final long MESSAGES_PER_KEY = 1L << 20;

    private static final int KEYS_KEPT = 64;

    private final KeyService keys;
    private final SecureRandom random = new SecureRandom();
    private final Map<ByteBuffer, SecretKey> opened = new LinkedHashMap<>();
    private DataKey current;

    @SuppressWarnings("ArrayRecordComponent") // read once
    private record DataKey(SecretKey key, byte[] sealed, int prefix, long[] used) {}

    BodySeal(KeyService keys) {
        this.keys = keys;
        this.current = fresh();
    }

    /** Seals a message for an exchange. */
    byte[] seal(UUID exchange, byte[] plain) {
        DataKey with;
        long number;
        synchronized (this) {
            if (current.used()[0] >= MESSAGES_PER_KEY) {
                current = fresh();
            }
            with = current;
            number = with.used()[0]++;
        }
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putInt(with.prefix())
                .putLong(number)
                .array();
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, with.key(), nonce, exchange, plain, 0, plain.length);
        return ByteBuffer.allocate(3 + with.sealed().length + NONCE_BYTES + encrypted.length)
                .put(VERSION)
                .putShort((short) with.sealed().length)
                .put(with.sealed())
                .put(nonce)
                .put(encrypted)
                .array();
    }

    /**
     * Opens what {@link #seal} made for the same exchange.
     *
     * @throws IllegalStateException when it was changed, is another exchange's, or was sealed under another master key
     */
    byte[] open(UUID exchange, byte[] sealed) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        if (sealed.length < 3 || in.get() != VERSION) {
            throw new IllegalStateException("a stored message is of no known form");
        }
        byte[] sealedKey = new byte[in.getShort()];
        in.get(sealedKey);
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        return run(Cipher.DECRYPT_MODE, dataKey(sealedKey), nonce, exchange, sealed, in.position(), in.remaining());
    }

    private synchronized SecretKey dataKey(byte[] sealedKey) {
        SecretKey known = opened.get(ByteBuffer.wrap(sealedKey));
        if (known != null) {
            return known;
        }
        SecretKey key = new SecretKeySpec(keys.open(PURPOSE, new byte[0], sealedKey), "AES");
        if (opened.size() >= KEYS_KEPT) {
            opened.remove(opened.keySet().iterator().next());
        }
        opened.put(ByteBuffer.wrap(sealedKey), key);
        return key;
    }

    private DataKey fresh() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(KEY_BITS);
            SecretKey key = generator.generateKey();
            byte[] plain = key.getEncoded();
            byte[] sealed = keys.seal(PURPOSE, new byte[0], plain);
            Arrays.fill(plain, (byte) 0);
            return new DataKey(key, sealed, random.nextInt(), new long[1]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }

    private static byte[] run(
            int mode, SecretKey key, byte[] nonce, UUID exchange, byte[] bytes, int offset, int length) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ByteBuffer.allocate(16)
                    .putLong(exchange.getMostSignificantBits())
                    .putLong(exchange.getLeastSignificantBits())
                    .array());
            return cipher.doFinal(bytes, offset, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored message does not open", e);
        }
    }
}
