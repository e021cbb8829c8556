package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Turns records into the exact bytes that are hashed, stored and exported: compact JSON, fixed member order. */
final class RecordCodec {

    /** Member that holds the SM3 of an attached list of subject digests. */
    static final String SUBJECT_LIST = "subjectList";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_BYTES = 1536;

    private RecordCodec() {}

    static byte[] encode(EvidenceRecord record) {
        ByteArrayBuilder out = new ByteArrayBuilder(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("kind", record.kind().label());
            json.writeStringField(
                    "at", record.at().truncatedTo(ChronoUnit.MICROS).toString());
            record.writeMembers(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory buffers do not fail", e);
        }
        return out.toByteArray();
    }

    static void writeIfPresent(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    static void requireJson(String what, @Nullable String text) {
        if (text == null) {
            return;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("Audit state is empty: " + what);
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("Audit state holds more than one JSON value: " + what);
            }
        } catch (IOException e) {
            // The parser's message quotes the text.
            throw new IllegalArgumentException("Audit state is not JSON: " + what);
        }
    }
}
