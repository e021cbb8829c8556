package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.Filed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads back from a record's bytes what verification needs. */
final class RecordReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode json;

    private RecordReader(JsonNode json) {
        this.json = json;
    }

    /**
     * Reads a record whose hash is known to be right.
     *
     * @throws IllegalArgumentException when the bytes are not a record of a known format
     */
    static RecordReader of(byte[] bytes) {
        try {
            return new RecordReader(JSON.readTree(bytes));
        } catch (IOException e) {
            throw new IllegalArgumentException("Record cannot be read", e);
        }
    }

    /** The record as JSON. */
    JsonNode json() {
        return json;
    }

    /** SM3 of the attached list of subject digests in hexadecimal; null when the record has none. */
    @Nullable
    String subjectList() {
        return text(RecordCodec.SUBJECT_LIST);
    }

    /** What the record must be filed under. */
    Filed filed() {
        boolean audit = json.has("objectKind");
        String exchange = text("exchange");
        try {
            SearchKeys keys = new SearchKeys(
                    exchange == null ? null : UUID.fromString(exchange),
                    text("system"),
                    audit ? text("objectKind") + '/' + text("objectName") : text("resource"),
                    audit ? text("action") : text("purpose"),
                    text("grant"),
                    json.has("quota"));
            return new Filed(
                    RecordKind.ofLabel(json.path("kind").asText()),
                    Instant.parse(json.path("at").asText()),
                    keys);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Record cannot be read", e);
        }
    }

    private @Nullable String text(String member) {
        return json.has(member) ? json.path(member).asText() : null;
    }
}
