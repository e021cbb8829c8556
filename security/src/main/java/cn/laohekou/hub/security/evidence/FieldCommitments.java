package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import cn.laohekou.hub.security.masking.ReleasedValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.jspecify.annotations.Nullable;

/**
 * One salted commitment per released field of an exchange, over the field's released values in document order. Each value
 * is digested behind its length, as {@code LENGTH:BYTES} and a line feed, so that no two lists of values are the same
 * input. Whoever is given one field's salt and its values can check that field and learns nothing about the others. For
 * one exchange and one thread.
 */
public final class FieldCommitments implements ReleasedValues {

    private static final int MAX_DIGITS = 10;

    private final ReleasedFields fields;
    private final byte[] key;
    private final @Nullable SM3Digest[] running;
    private final byte[] length = new byte[MAX_DIGITS + 1];

    /**
     * Commitments of one exchange.
     *
     * @param fields the fields it releases, with their numbers
     * @param key result of {@link EvidenceKeys#fieldKey}
     */
    public FieldCommitments(ReleasedFields fields, byte[] key) {
        this.fields = fields;
        this.key = key;
        this.running = new SM3Digest[fields.fields().size()];
    }

    @Override
    public void value(int field, byte[] utf8, int from, int to) {
        int position = fields.position(field);
        if (position < 0) {
            throw new IllegalStateException("A value of a field that is not granted was released");
        }
        SM3Digest digest = digest(position);
        int digits = prefix(to - from);
        digest.update(length, digits, length.length - digits);
        digest.update(utf8, from, to - from);
        digest.update((byte) '\n');
    }

    /** The commitments one after the other in the order of the fields, 32 bytes each. Call once, at the end. */
    public byte[] join() {
        byte[] joined = new byte[running.length * Sm3.BYTES];
        for (int i = 0; i < running.length; i++) {
            digest(i).doFinal(joined, i * Sm3.BYTES);
        }
        return joined;
    }

    /**
     * The commitment to the values of one field.
     *
     * @param salt the field's salt
     * @param values exact released bytes of each value, in document order
     * @return 32 bytes
     */
    public static byte[] commit(byte[] salt, List<byte[]> values) {
        SM3Digest digest = new SM3Digest();
        digest.update(salt, 0, salt.length);
        for (byte[] value : values) {
            byte[] prefix = (value.length + ":").getBytes(StandardCharsets.US_ASCII);
            digest.update(prefix, 0, prefix.length);
            digest.update(value, 0, value.length);
            digest.update((byte) '\n');
        }
        byte[] out = new byte[Sm3.BYTES];
        digest.doFinal(out, 0);
        return out;
    }

    private SM3Digest digest(int position) {
        SM3Digest known = running[position];
        if (known == null) {
            known = new SM3Digest();
            byte[] salt =
                    EvidenceKeys.fieldSalt(key, fields.fields().get(position).name());
            known.update(salt, 0, salt.length);
            running[position] = known;
        }
        return known;
    }

    /** Writes the length in decimal and a colon at the end of {@link #length}; returns where it begins. */
    private int prefix(int bytes) {
        int at = length.length - 1;
        length[at] = ':';
        int left = bytes;
        do {
            length[--at] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        return at;
    }
}
