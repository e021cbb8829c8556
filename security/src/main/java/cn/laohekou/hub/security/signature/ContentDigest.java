package cn.laohekou.hub.security.signature;

import cn.laohekou.hub.security.crypto.Sm3;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.jcajce.provider.digest.SM3;

/**
 * The {@code Content-Digest} field (RFC 9530 section 2): {@code sha-256}, {@code sha-512} and, as an addition of the hub's
 * own for parties that count only commercial algorithms, {@code sm3}.
 */
public final class ContentDigest {

    /** Field name, lower case. */
    public static final String FIELD = "content-digest";

    private ContentDigest() {}

    /** SHA-256 of a body as the field's value. */
    public static String sha256(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(jdk("SHA-256", body)) + ':';
    }

    /** SHA-256 of a body as the field's value; reads the stream to its end, in constant memory. */
    public static String sha256(InputStream body) throws IOException {
        DigestInputStream digested = new DigestInputStream(body, jdk("SHA-256"));
        digested.transferTo(OutputStream.nullOutputStream());
        return "sha-256=:"
                + Base64.getEncoder().encodeToString(digested.getMessageDigest().digest()) + ':';
    }

    /** SM3 of a body as the field's value. */
    public static String sm3(byte[] body) {
        return ofSm3(Sm3.hash(body));
    }

    /** SM3 of a body as the field's value; reads the stream to its end, in constant memory. */
    public static String sm3(InputStream body) throws IOException {
        return ofSm3(Sm3.hash(new byte[0], body));
    }

    private static String ofSm3(byte[] digest) {
        return "sm3=:" + Base64.getEncoder().encodeToString(digest) + ':';
    }

    /**
     * Holds a body against the field. Every digest of a known algorithm must fit and there must be one; unknown
     * algorithms are ignored (RFC 9530 section 2).
     *
     * @param value the field's value
     * @param body the content as it came
     * @throws SignatureRefused {@link SignatureFault#MALFORMED} or {@link SignatureFault#WRONG_DIGEST}
     */
    public static void check(String value, byte[] body) throws SignatureRefused {
        Running running = running(value);
        running.take(body);
        running.end();
    }

    /**
     * Begins to hold a body that comes in pieces against the field.
     *
     * @param value the field's value
     * @throws SignatureRefused {@link SignatureFault#MALFORMED}
     */
    public static Running running(String value) throws SignatureRefused {
        Set<String> seen = new HashSet<>();
        Map<MessageDigest, byte[]> expected = new HashMap<>();
        for (String member : value.split(",", -1)) {
            String text = member.strip();
            int equals = text.indexOf('=');
            if (equals < 1 || !seen.add(text.substring(0, equals))) {
                throw new SignatureRefused(SignatureFault.MALFORMED);
            }
            MessageDigest digest =
                    switch (text.substring(0, equals)) {
                        case "sha-256" -> jdk("SHA-256");
                        case "sha-512" -> jdk("SHA-512");
                        case "sm3" -> new SM3.Digest();
                        default -> null;
                    };
            if (digest != null) {
                expected.put(digest, Fields.bytes(text.substring(equals + 1)));
            }
        }
        if (expected.isEmpty()) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        return new Running(expected);
    }

    /** A body's digests while it comes. Used by one thread at a time. */
    public static final class Running {

        private final Map<MessageDigest, byte[]> expected;

        private Running(Map<MessageDigest, byte[]> expected) {
            this.expected = expected;
        }

        /** Takes the next bytes. */
        public void take(byte[] bytes) {
            expected.keySet().forEach(digest -> digest.update(bytes));
        }

        /**
         * Says that all bytes have come.
         *
         * @throws SignatureRefused {@link SignatureFault#WRONG_DIGEST}
         */
        public void end() throws SignatureRefused {
            for (Map.Entry<MessageDigest, byte[]> one : expected.entrySet()) {
                if (!MessageDigest.isEqual(one.getKey().digest(), one.getValue())) {
                    throw new SignatureRefused(SignatureFault.WRONG_DIGEST);
                }
            }
        }
    }

    private static byte[] jdk(String algorithm, byte[] body) {
        return jdk(algorithm).digest(body);
    }

    private static MessageDigest jdk(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }
}
