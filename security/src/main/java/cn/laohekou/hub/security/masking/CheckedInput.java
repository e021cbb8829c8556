package cn.laohekou.hub.security.masking;

import java.io.IOException;
import java.io.InputStream;

/** An answer being read: passes bytes on only after {@link Utf8Check} and the check of its first bytes. */
final class CheckedInput extends InputStream {

    private final InputStream in;
    private final Utf8Check check;
    private final byte[] head = new byte[4];
    private int headLength;
    private int headAt;
    private boolean started;

    CheckedInput(InputStream in, Utf8Check check) {
        this.in = in;
        this.check = check;
        check.reset();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!started) {
            started = true;
            headLength = in.readNBytes(head, 0, head.length);
            if (!plainStart(head, 0, headLength) || !check.feed(head, 0, headLength)) {
                throw new NotUtf8Exception();
            }
        }
        if (headAt < headLength) {
            int count = Math.min(length, headLength - headAt);
            System.arraycopy(head, headAt, bytes, offset, count);
            headAt += count;
            return count;
        }
        int count = in.read(bytes, offset, length);
        boolean valid = count < 0 ? check.complete() : check.feed(bytes, offset, count);
        if (!valid) {
            throw new NotUtf8Exception();
        }
        return count;
    }

    /**
     * Whether the first bytes leave UTF-8 without a mark as the only encoding a parser could guess (RFC 8259 section
     * 8.1): no zero byte, no byte order mark.
     */
    static boolean plainStart(byte[] bytes, int offset, int length) {
        int count = Math.min(4, length);
        for (int i = 0; i < count; i++) {
            if (bytes[offset + i] == 0) {
                return false;
            }
        }
        return count < 3
                || bytes[offset] != (byte) 0xEF
                || bytes[offset + 1] != (byte) 0xBB
                || bytes[offset + 2] != (byte) 0xBF;
    }

    /** The bytes are not UTF-8. */
    static final class NotUtf8Exception extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
