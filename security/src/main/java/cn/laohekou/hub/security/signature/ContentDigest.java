package cn.laohekou.hub.security.signature;

import cn.laohekou.hub.security.crypto.Sm3;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

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
        Set<String> seen = new HashSet<>();
        int known = 0;
        for (String member : value.split(",", -1)) {
            String text = member.strip();
            int equals = text.indexOf('=');
            if (equals < 1 || !seen.add(text.substring(0, equals))) {
                throw new SignatureRefused(SignatureFault.MALFORMED);
            }
            byte[] actual =
                    switch (text.substring(0, equals)) {
                        case "sha-256" -> jdk("SHA-256", body);
                        case "sha-512" -> jdk("SHA-512", body);
                        case "sm3" -> Sm3.hash(body);
                        default -> null;
                    };
            if (actual != null) {
                known++;
                if (!MessageDigest.isEqual(actual, Fields.bytes(text.substring(equals + 1)))) {
                    throw new SignatureRefused(SignatureFault.WRONG_DIGEST);
                }
            }
        }
        if (known == 0) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
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
