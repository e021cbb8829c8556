package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keyed digests of all distinct data subjects of an exchange. Up to {@link #INLINE} stand in the record; more are
 * attached as one list whose SM3 stands in the record, so that none is ever left out.
 */
public final class Subjects {

    /** Digests that stand in the record itself. */
    public static final int INLINE = 100;

    private static final VarHandle FIRST_EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final Subjects NONE = new Subjects(List.of());

    private final List<byte[]> digests;

    private Subjects(List<byte[]> digests) {
        this.digests = digests;
    }

    /** No data subject. */
    public static Subjects none() {
        return NONE;
    }

    /**
     * The distinct digests of a collection, in ascending order.
     *
     * @param digests results of {@link EvidenceKeys#subject}; repetitions are dropped
     */
    public static Subjects of(Collection<byte[]> digests) {
        for (byte[] digest : digests) {
            if (digest.length != Sm3.BYTES) {
                throw new IllegalArgumentException("Subject digest must be 32 bytes but is " + digest.length);
            }
        }
        if (digests.size() < 2) {
            return digests.isEmpty() ? NONE : new Subjects(List.copyOf(digests));
        }
        TreeSet<byte[]> distinct = new TreeSet<>(Arrays::compareUnsigned);
        distinct.addAll(digests);
        return new Subjects(List.copyOf(distinct));
    }

    /**
     * What a search finds a subject by: the first eight bytes of its digest. Not proof: the digest itself is.
     *
     * @param digest result of {@link EvidenceKeys#subject}
     */
    public static long key(byte[] digest) {
        return (long) FIRST_EIGHT.get(digest, 0);
    }

    /** How many distinct data subjects. */
    public int count() {
        return digests.size();
    }

    /** The digests, ascending; do not change the arrays. */
    public List<byte[]> digests() {
        return digests;
    }

    /** The attached list, digests one after the other, or null when all stand in the record. */
    public byte @Nullable [] attachment() {
        if (digests.size() <= INLINE) {
            return null;
        }
        byte[] list = new byte[digests.size() * Sm3.BYTES];
        for (int i = 0; i < digests.size(); i++) {
            System.arraycopy(digests.get(i), 0, list, i * Sm3.BYTES, Sm3.BYTES);
        }
        return list;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeNumberField("subjects", digests.size());
        byte[] list = attachment();
        if (list != null) {
            json.writeStringField(RecordCodec.SUBJECT_LIST, HexFormat.of().formatHex(Sm3.hash(list)));
        } else if (!digests.isEmpty()) {
            json.writeArrayFieldStart("subjectDigests");
            for (byte[] digest : digests) {
                json.writeString(HexFormat.of().formatHex(digest));
            }
            json.writeEndArray();
        }
    }
}
