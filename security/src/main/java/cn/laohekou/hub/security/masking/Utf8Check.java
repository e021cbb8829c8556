package cn.laohekou.hub.security.masking;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict check of UTF-8 in pieces: no overlong forms, no surrogates, nothing above U+10FFFF (The Unicode Standard,
 * table 3-7). Jackson's own decoder lets some of these pass. For one thread.
 */
final class Utf8Check {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** The bits that tell eight bytes of ASCII from others. */
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** E1 to EC may be followed by any two continuation bytes. */
    private static final byte FIRST_PLAIN_LEAD = (byte) 0xE1;

    private static final byte LAST_PLAIN_LEAD = (byte) 0xEC;

    /** As signed bytes 80 to BF are -128 to -65. */
    private static final int LEAST_NOT_CONTINUATION = -64;

    private int missing;
    private int low = 0x80;
    private int high = 0xBF;

    void reset() {
        missing = 0;
        low = 0x80;
        high = 0xBF;
    }

    /** Whether the text may end here. */
    boolean complete() {
        return missing == 0;
    }

    /** Takes the next bytes; false when they cannot be UTF-8. */
    boolean feed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (true) {
            while (missing > 0 && at < end) {
                int value = bytes[at++] & 0xFF;
                if (value < low || value > high) {
                    return false;
                }
                low = 0x80;
                high = 0xBF;
                missing--;
            }
            at = plain(bytes, at, end);
            if (at >= end) {
                return true;
            }
            if (!lead(bytes[at++] & 0xFF)) {
                return false;
            }
        }
    }

    /** Goes over ASCII and over the three-byte characters Chinese is written in; the rest takes the slow way. */
    private static int plain(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            int value = bytes[at];
            if (value >= 0) {
                at = at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0
                        ? at + Long.BYTES
                        : at + 1;
            } else if (value >= FIRST_PLAIN_LEAD
                    && value <= LAST_PLAIN_LEAD
                    && at + 2 < end
                    && bytes[at + 1] < LEAST_NOT_CONTINUATION
                    && bytes[at + 2] < LEAST_NOT_CONTINUATION) {
                at += 3;
            } else {
                return at;
            }
        }
        return at;
    }

    private boolean lead(int value) {
        if (value < 0xC2 || value > 0xF4) {
            return false;
        }
        if (value < 0xE0) {
            missing = 1;
        } else if (value < 0xF0) {
            missing = 2;
            low = value == 0xE0 ? 0xA0 : 0x80;
            high = value == 0xED ? 0x9F : 0xBF;
        } else {
            missing = 3;
            low = value == 0xF0 ? 0x90 : 0x80;
            high = value == 0xF4 ? 0x8F : 0xBF;
        }
        return true;
    }
}
