package cn.laohekou.hub.runtime.table;

import java.math.BigInteger;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * Digests of rows, added modulo 2^256 in buckets by key: the sum of a side does not depend on the order its rows come in,
 * a doubled row does not cancel out, and two sides are compared bucket by bucket. For one thread.
 */
final class RowSums {

    /** A million rows make about 250 to a bucket: few to look at again when one differs. */
    static final int BUCKETS = 4096;

    private static final int WORDS = 4;
    private static final int DIGEST_BYTES = 32;

    private final long[] words;
    private final long[] counts;
    private final SM3Digest digest = new SM3Digest();
    private long rows;

    RowSums() {
        this(BUCKETS);
    }

    /**
     * @param buckets how many; digests alone need none
     */
    RowSums(int buckets) {
        words = new long[buckets * WORDS];
        counts = new long[buckets];
    }

    /** The bucket of a key's digest. */
    static int bucket(byte[] keyDigest) {
        return ((keyDigest[0] & 0xff) << 4) | ((keyDigest[1] & 0xff) >>> 4);
    }

    /** SM3 over bytes. */
    byte[] digest(byte[] bytes, int length) {
        byte[] out = new byte[DIGEST_BYTES];
        digest.reset();
        digest.update(bytes, 0, length);
        digest.doFinal(out, 0);
        return out;
    }

    /** Adds a row's digest to a bucket. */
    void add(int bucket, byte[] row) {
        rows++;
        counts[bucket]++;
        long carry = 0;
        for (int i = WORDS - 1; i >= 0; i--) {
            int at = bucket * WORDS + i;
            long before = words[at];
            long more = java.nio.ByteBuffer.wrap(row).getLong(i * Long.BYTES);
            long sum = before + more;
            long carried = Long.compareUnsigned(sum, before) < 0 ? 1 : 0;
            long total = sum + carry;
            carried |= Long.compareUnsigned(total, sum) < 0 ? 1 : 0;
            words[at] = total;
            carry = carried;
        }
    }

    /** Whether a bucket holds the same rows on both sides. */
    boolean sameAs(RowSums other, int bucket) {
        if (counts[bucket] != other.counts[bucket]) {
            return false;
        }
        for (int i = bucket * WORDS; i < (bucket + 1) * WORDS; i++) {
            if (words[i] != other.words[i]) {
                return false;
            }
        }
        return true;
    }

    /** Rows added. */
    long rows() {
        return rows;
    }

    /** The sum over all buckets, 64 hexadecimal digits. */
    String total() {
        BigInteger sum = BigInteger.ZERO;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(DIGEST_BYTES);
            for (int i = 0; i < WORDS; i++) {
                bytes.putLong(words[bucket * WORDS + i]);
            }
            sum = sum.add(new BigInteger(1, bytes.array()));
        }
        byte[] modulo =
                sum.mod(BigInteger.ONE.shiftLeft(DIGEST_BYTES * Byte.SIZE)).toByteArray();
        byte[] fixed = new byte[DIGEST_BYTES];
        int length = Math.min(DIGEST_BYTES, modulo.length);
        System.arraycopy(modulo, modulo.length - length, fixed, DIGEST_BYTES - length, length);
        return HexFormat.of().formatHex(fixed);
    }
}
