package cn.laohekou.hub.security.masking;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Remembers where values stand in an output held in memory, to tell of them once it is complete. */
final class ValueRanges implements ValueTap {

    private final ByteArrayOutputStream sink;

    /** Field, begin and end of each value. */
    private int[] ranges = new int[3 * 32];

    private int length;
    private int begin;

    ValueRanges(ByteArrayOutputStream sink) {
        this.sink = sink;
    }

    void reset() {
        length = 0;
    }

    @Override
    public void before(JsonGenerator out) {
        begin = position(out);
    }

    @Override
    public void after(JsonGenerator out, int field) {
        add(field, begin, position(out));
    }

    /** Takes over the values of a part that was written as it is and begins at a position. */
    void adopt(ValueRanges part, int at) {
        for (int i = 0; i < part.length; i += 3) {
            add(part.ranges[i], at + part.ranges[i + 1], at + part.ranges[i + 2]);
        }
    }

    void tell(byte[] output, ReleasedValues values) {
        for (int i = 0; i < length; i += 3) {
            int from = ranges[i + 1];
            // The generator writes a pending separator together with the value.
            if (output[from] == ',' || output[from] == ':') {
                from++;
            }
            values.value(ranges[i], output, from, ranges[i + 2]);
        }
    }

    /** Where the next byte will stand. */
    int position(JsonGenerator out) {
        return sink.size() + out.getOutputBuffered();
    }

    private void add(int field, int from, int to) {
        if (length == ranges.length) {
            ranges = Arrays.copyOf(ranges, length * 2);
        }
        ranges[length++] = field;
        ranges[length++] = from;
        ranges[length++] = to;
    }
}
