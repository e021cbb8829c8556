package cn.laohekou.hub.security.crypto;

import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * SM3 digests (GB/T 32905-2016), safe for use from any thread.
 *
 * <p>Goes to Bouncy Castle's lightweight API directly: the JCA look-up costs more than the digest of a short input.
 */
public final class Sm3 {

    /** Bytes of a digest (GB/T 32905-2016, clause 5.1). */
    public static final int BYTES = 32;

    private static final int CHUNK = 64 * 1024;

    private static final ThreadLocal<SM3Digest> DIGEST = ThreadLocal.withInitial(SM3Digest::new);

    private Sm3() {}

    /**
     * The digest of the parts, one after the other.
     *
     * @param parts what is digested; no separator is put between them
     * @return a new array of {@link #BYTES} bytes
     */
    public static byte[] hash(byte[]... parts) {
        SM3Digest digest = DIGEST.get();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        return finish(digest);
    }

    /**
     * The digest of one prefix byte and a range of an array.
     *
     * @param prefix first byte that is digested
     * @param bytes array that holds the range
     * @param offset first byte of the range
     * @param length bytes in the range
     * @return a new array of {@link #BYTES} bytes
     */
    public static byte[] hash(byte prefix, byte[] bytes, int offset, int length) {
        SM3Digest digest = DIGEST.get();
        digest.update(prefix);
        digest.update(bytes, offset, length);
        return finish(digest);
    }

    /**
     * The digest of an array and then of a stream to its end, in constant memory.
     *
     * @param first what is digested first
     * @param rest what follows; not closed
     * @return a new array of {@link #BYTES} bytes
     * @throws IOException when the stream fails
     */
    public static byte[] hash(byte[] first, InputStream rest) throws IOException {
        SM3Digest digest = new SM3Digest();
        digest.update(first, 0, first.length);
        byte[] chunk = new byte[CHUNK];
        for (int read = rest.read(chunk); read >= 0; read = rest.read(chunk)) {
            digest.update(chunk, 0, read);
        }
        return finish(digest);
    }

    private static byte[] finish(SM3Digest digest) {
        byte[] out = new byte[BYTES];
        digest.doFinal(out, 0);
        return out;
    }
}
