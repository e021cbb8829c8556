package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the few records that tell a verifier something, without reading all the others. */
final class RecordPeek {

    private static final byte[] ANCHOR = start(RecordKind.ANCHOR);
    private static final byte[] AUDIT = start(RecordKind.AUDIT);

    private RecordPeek() {}

    /** Digest of the receipt an anchor record names; null for other records. */
    static @Nullable String receipt(StoredRecord record) {
        return is(record, ANCHOR) ? text(json(record), "receipt") : null;
    }

    /** What a record of archiving says; nothing for other records. */
    static List<Pruning> prunings(StoredRecord record) {
        if (!is(record, AUDIT)) {
            return List.of();
        }
        JsonNode json = json(record);
        return Pruning.ACTION.equals(text(json, "action")) ? Pruning.of(json.path("after")) : List.of();
    }

    private static JsonNode json(StoredRecord record) {
        return RecordReader.of(record.bytes().bytes()).json();
    }

    private static @Nullable String text(JsonNode json, String member) {
        return json.path(member).isTextual() ? json.path(member).asText() : null;
    }

    private static boolean is(StoredRecord record, byte[] start) {
        byte[] bytes = record.bytes().bytes();
        return bytes.length > start.length && Arrays.mismatch(bytes, start) == start.length;
    }

    /** Records begin with their kind. */
    private static byte[] start(RecordKind kind) {
        return ("{\"kind\":\"" + kind.label() + "\",").getBytes(StandardCharsets.UTF_8);
    }
}
