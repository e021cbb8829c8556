package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A salted digest that binds to a body without telling it: SM3 over salt and bytes. Whoever is later given body and salt
 * can check it; whoever has only the record cannot guess even a short body.
 */
public final class Commitment {

    private final byte[] digest;

    private Commitment(byte[] digest) {
        this.digest = digest;
    }

    /**
     * Commits to bytes.
     *
     * @param salt 16 bytes from {@link EvidenceKeys#salt}
     * @param bytes what is committed to
     */
    public static Commitment to(byte[] salt, byte[] bytes) {
        return new Commitment(Sm3.hash(salt, bytes));
    }

    /**
     * A commitment computed elsewhere, for bodies that are streamed.
     *
     * @param digest SM3 over salt and bytes, 32 bytes
     */
    public static Commitment ofDigest(byte[] digest) {
        if (digest.length != Sm3.BYTES) {
            throw new IllegalArgumentException("Commitment must be 32 bytes but is " + digest.length);
        }
        return new Commitment(digest.clone());
    }

    /**
     * Whether this is the commitment to those bytes under that salt.
     *
     * @param salt the disclosed salt
     * @param bytes the disclosed body
     */
    public boolean matches(byte[] salt, byte[] bytes) {
        return MessageDigest.isEqual(digest, Sm3.hash(salt, bytes));
    }

    /** The digest as 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Commitment that && MessageDigest.isEqual(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return hex();
    }
}
