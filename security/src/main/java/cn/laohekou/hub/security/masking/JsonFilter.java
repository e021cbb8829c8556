package cn.laohekou.hub.security.masking;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a JSON answer to exactly the granted leaves, masked, and collects its data subjects. Everything undeclared is
 * dropped; anything that is not what was declared, or is not unambiguous JSON, makes the whole answer unfilterable.
 * Immutable and safe for any thread.
 *
 * <p>Numbers keep their text. Containers keep their shape: an array keeps its number of elements, and null may stand for
 * any container or leaf. Output is UTF-8 without escapes that JSON does not demand.
 */
public final class JsonFilter implements AnswerFilter {

    /** Deepest nesting of an answer, declared or not. */
    public static final int MAX_DEPTH = 64;

    /** Longest key of an answer, in characters. */
    public static final int MAX_NAME_LENGTH = 256;

    /** Longest number of an answer, in characters: more than any decimal or binary floating point type prints. */
    public static final int MAX_NUMBER_LENGTH = 400;

    /** Longest text of an answer, in characters. */
    public static final int MAX_TEXT_LENGTH = 16 * 1024 * 1024;

    /** Duplicate keys are found by {@link DuplicateGuard}: as fast as Jackson's own detection, without its set per object. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final Node root;
    private final boolean rows;
    private final boolean keyed;

    /**
     * @param rows whether rows are tested
     * @param keyed whether masks need keys
     */
    JsonFilter(Node root, boolean rows, boolean keyed) {
        this.root = root;
        this.rows = rows;
        this.keyed = keyed;
    }

    @Override
    public boolean keyed() {
        return keyed;
    }

    /**
     * Filters an answer held in memory.
     *
     * @param answer the whole answer
     * @param subjects takes the data subjects; what it took before a failure must be discarded
     * @return the filtered answer, a fresh array
     * @throws Unfilterable when nothing may be released
     */
    public byte[] filter(byte[] answer, SubjectSink subjects) throws Unfilterable {
        return filter(answer, 0, answer.length, Release.of(subjects));
    }

    /**
     * Filters an answer held in a part of an array.
     *
     * @param answer holds the whole answer
     * @param offset where it starts
     * @param length its length in bytes
     * @param release takes what is met and released; what it took before a failure must be discarded
     * @return the filtered answer, a fresh array
     * @throws Unfilterable when nothing may be released
     */
    @Override
    public byte[] filter(byte[] answer, int offset, int length, Release release) throws Unfilterable {
        checkKeys(release);
        Scratch scratch = Scratch.take();
        try {
            if (!CheckedInput.plainStart(answer, offset, length) || !scratch.utf8(answer, offset, length)) {
                throw new Unfilterable(Unfilterable.Reason.ENCODING, "");
            }
            try (JsonParser parser = JSON.createParser(answer, offset, length)) {
                return run(parser, scratch, release);
            }
        } catch (IOException e) {
            throw unfilterable(e);
        } catch (RowFrame.RowTooLongException e) {
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        } finally {
            scratch.giveBack();
        }
    }

    /**
     * Filters an answer from a stream to a stream, in constant memory but for single texts and for rows with conditions,
     * which are held back one by one. The caller must not release any of the output before this method has returned.
     * Closes neither stream.
     *
     * @param answer the whole answer
     * @param filtered takes the filtered answer
     * @param release takes what is met and released; what it took before a failure must be discarded
     * @throws Unfilterable when nothing may be released
     * @throws IOException when a stream itself fails
     */
    @Override
    public void filter(InputStream answer, OutputStream filtered, Release release) throws Unfilterable, IOException {
        checkKeys(release);
        Scratch scratch = Scratch.take();
        try (JsonParser parser = JSON.createParser(new CheckedInput(answer, scratch.utf8()))) {
            ReleasedValues values = release.values();
            if (values == null) {
                run(parser, filtered, null, scratch, release);
            } else {
                ValueStream tap = new ValueStream(filtered, values);
                run(parser, tap, tap, scratch, release);
                tap.flush();
            }
        } catch (JsonProcessingException | CheckedInput.NotUtf8Exception e) {
            throw unfilterable(e);
        } catch (RowFrame.RowTooLongException e) {
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        } finally {
            scratch.giveBack();
        }
    }

    private byte[] run(JsonParser parser, Scratch scratch, Release release) throws IOException, Unfilterable {
        ByteArrayOutputStream out = scratch.output();
        ReleasedValues values = release.values();
        if (values == null) {
            run(parser, out, null, scratch, release);
            return out.toByteArray();
        }
        if (rows) {
            // Values of rows are told when the row is released: those around them must not be told later.
            ValueStream tap = new ValueStream(out, values);
            run(parser, tap, tap, scratch, release);
            tap.flush();
            return out.toByteArray();
        }
        ValueRanges ranges = new ValueRanges(out);
        run(parser, out, ranges, scratch, release);
        byte[] filtered = out.toByteArray();
        ranges.tell(filtered, values);
        return filtered;
    }

    private void run(JsonParser parser, OutputStream out, @Nullable ValueTap tap, Scratch scratch, Release release)
            throws IOException, Unfilterable {
        try (JsonGenerator generator = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            if (tap != null || rows) {
                generator.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            }
            new FilterRun(parser, generator, tap, scratch.guard(), release).document(root);
        }
    }

    private void checkKeys(Release release) {
        if (keyed && release.keys() == null) {
            throw new IllegalStateException("the filter needs the consumer's keys");
        }
    }

    static JsonGenerator rowGenerator(RowFrame frame) throws IOException {
        return frame.begin(JSON);
    }

    private static Unfilterable unfilterable(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        boolean encoding = e instanceof CheckedInput.NotUtf8Exception || e instanceof java.io.CharConversionException;
        return new Unfilterable(encoding ? Unfilterable.Reason.ENCODING : Unfilterable.Reason.MALFORMED, "");
    }
}
