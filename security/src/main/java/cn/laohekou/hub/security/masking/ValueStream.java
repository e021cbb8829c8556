package cn.laohekou.hub.security.masking;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Stands between a generator and a stream and tells each value as soon as it has passed. */
final class ValueStream extends OutputStream implements ValueTap {

    private static final int BUFFER = 32 * 1024;

    /** Larger buffers are given up after the value. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final OutputStream target;
    private final ReleasedValues values;
    private Captured captured = new Captured();
    private boolean capturing;

    ValueStream(OutputStream target, ReleasedValues values) {
        this.target = new BufferedOutputStream(target, BUFFER);
        this.values = values;
    }

    @Override
    public void before(JsonGenerator out) throws IOException {
        out.flush();
        capturing = true;
    }

    @Override
    public void after(JsonGenerator out, int field) throws IOException {
        out.flush();
        capturing = false;
        captured.tell(field, values);
        if (captured.size() > KEPT_BYTES) {
            captured = new Captured();
        }
        captured.reset();
    }

    @Override
    public void write(int b) throws IOException {
        if (capturing) {
            captured.write(b);
        }
        target.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (capturing) {
            captured.write(bytes, offset, length);
        }
        target.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    /** Lends its buffer instead of copying it. */
    private static final class Captured extends ByteArrayOutputStream {

        void tell(int field, ReleasedValues values) {
            // The generator writes a pending separator together with the value.
            int from = buf[0] == ',' || buf[0] == ':' ? 1 : 0;
            values.value(field, buf, from, count);
        }
    }
}
