package cn.laohekou.hub.security.masking;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One row held back until all of its values are known: what it would release, and about whom it is. Reused for the next
 * row of the same depth. For one thread.
 */
final class RowFrame {

    /** Most bytes of one row's released form: rows are records, not documents. */
    static final int MAX_ROW_BYTES = 4 * 1024 * 1024;

    private final Bounded sink = new Bounded();
    private final ValueRanges ranges = new ValueRanges(sink);
    private final List<String> subjects = new ArrayList<>();
    private int passed;

    /** Begins a row. */
    JsonGenerator begin(JsonFactory json) throws IOException {
        sink.reset();
        ranges.reset();
        subjects.clear();
        passed = 0;
        return json.createGenerator(sink, JsonEncoding.UTF8).disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }

    ValueRanges ranges() {
        return ranges;
    }

    void subject(String identifier) {
        subjects.add(identifier);
    }

    /** One more condition of the row holds. */
    void pass() {
        passed++;
    }

    /** Whether all of so many conditions hold. */
    boolean keeps(int conditions) {
        return passed == conditions;
    }

    void tellSubjects(SubjectSink to) {
        for (String subject : subjects) {
            to.subject(subject);
        }
    }

    void tellValues(ReleasedValues values) {
        sink.tell(ranges, values);
    }

    /** Writes the finished row as one value. */
    void writeTo(JsonGenerator out) throws IOException {
        out.writeRawValue("");
        out.flush();
        sink.writeTo((OutputStream) out.getOutputTarget());
    }

    int size() {
        return sink.size();
    }

    /** Refuses to grow without bound and lends its buffer. */
    private static final class Bounded extends ByteArrayOutputStream {

        @Override
        public synchronized void write(int b) {
            bound(1);
            super.write(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            bound(length);
            super.write(bytes, offset, length);
        }

        private void bound(int more) {
            if (count + more > MAX_ROW_BYTES) {
                throw new RowTooLongException();
            }
        }

        void tell(ValueRanges ranges, ReleasedValues values) {
            ranges.tell(buf, values);
        }
    }

    /** A row is longer than the bound. */
    static final class RowTooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RowTooLongException() {
            super("a row is longer than " + MAX_ROW_BYTES + " bytes", null, false, false);
        }
    }
}
