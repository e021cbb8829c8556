package cn.laohekou.hub.security.masking;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Output of formats written as text. What a row writes is held back until the row is known to be released, together
 * with its values and data subjects. For one thread.
 */
final class HeldOutput {

    private static final int FLUSH_BYTES = 32 * 1024;

    /** Where a row began. */
    record Mark(int bytes, int ranges, int subjects) {}

    private final OutputStream target;
    private final Release release;
    private final @Nullable ReleasedValues values;
    private final List<String> subjects = new ArrayList<>();
    private byte[] buffer = new byte[8 * 1024];
    private int count;

    /** Field, begin and end of each value not told yet. */
    private int[] ranges = new int[0];

    private int rangesLength;
    private int open;
    private int begin;

    HeldOutput(OutputStream target, Release release) {
        this.target = target;
        this.release = release;
        this.values = release.values();
    }

    /** Begins a row. */
    Mark hold() {
        open++;
        return new Mark(count, rangesLength, subjects.size());
    }

    /** Ends a row; one that is not kept leaves nothing behind. */
    void settle(Mark mark, boolean kept) throws IOException {
        open--;
        if (!kept) {
            count = mark.bytes();
            rangesLength = mark.ranges();
            subjects.subList(mark.subjects(), subjects.size()).clear();
        }
        if (open == 0) {
            subjects.forEach(release.subjects()::subject);
            subjects.clear();
            tell();
            flushWhenFull();
        }
    }

    void subject(String identifier) {
        if (open == 0) {
            release.subjects().subject(identifier);
        } else {
            subjects.add(identifier);
        }
    }

    /** A value is about to be written. */
    void valueBegins() {
        begin = count;
    }

    /** A value was written. */
    void valueEnds(int field) throws IOException {
        if (values == null) {
            return;
        }
        if (rangesLength == ranges.length) {
            ranges = Arrays.copyOf(ranges, Math.max(96, ranges.length * 2));
        }
        ranges[rangesLength++] = field;
        ranges[rangesLength++] = begin;
        ranges[rangesLength++] = count;
        if (open == 0) {
            tell();
        }
        flushWhenFull();
    }

    void write(String text) throws Unfilterable {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, count, bytes.length);
        count += bytes.length;
    }

    /** Writes what is left; no row may be open. */
    void finish() throws IOException {
        target.write(buffer, 0, count);
        count = 0;
        target.flush();
    }

    /** Passes on what no open row holds back; between two values only. */
    void flushWhenFull() throws IOException {
        if (open == 0 && count >= FLUSH_BYTES) {
            target.write(buffer, 0, count);
            count = 0;
        }
    }

    private void tell() {
        if (values != null) {
            for (int i = 0; i < rangesLength; i += 3) {
                values.value(ranges[i], buffer, ranges[i + 1], ranges[i + 2]);
            }
        }
        rangesLength = 0;
    }

    private void room(int more) throws Unfilterable {
        if (open > 0 && count + more > RowFrame.MAX_ROW_BYTES + FLUSH_BYTES) {
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        if (count + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(count + more, buffer.length * 2));
        }
    }
}
