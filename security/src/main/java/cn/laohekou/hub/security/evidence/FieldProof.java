package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a disclosed field against the record of its exchange. */
public final class FieldProof {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FieldProof() {}

    /**
     * Whether a field held exactly these values when it was released.
     *
     * @param intent exact bytes of the exchange's intent
     * @param field catalogue name
     * @param salt the field's salt, 16 bytes
     * @param values exact released bytes of each value, in document order
     * @throws IllegalArgumentException when the record holds no commitment to such a field
     */
    public static boolean holds(byte[] intent, String field, byte[] salt, List<byte[]> values) {
        byte[] committed = commitment(intent, field);
        if (committed == null) {
            throw new IllegalArgumentException(
                    "记录中没有字段 " + field + " 的承诺 / the record holds no commitment to field " + field);
        }
        return MessageDigest.isEqual(committed, FieldCommitments.commit(salt, values));
    }

    /**
     * The commitment to a field's values.
     *
     * @return 32 bytes; null when the record holds none
     */
    public static byte @Nullable [] commitment(byte[] intent, String field) {
        try {
            JsonNode json = JSON.readTree(intent);
            byte @Nullable [] all = json.path("commitments").binaryValue();
            Iterator<String> names = json.path("fields").fieldNames();
            for (int from = 0; all != null && names.hasNext() && from + 32 <= all.length; from += 32) {
                if (names.next().equals(field)) {
                    return Arrays.copyOfRange(all, from, from + 32);
                }
            }
            return null;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("Record cannot be read", unreadable);
        }
    }
}
