package cn.laohekou.hub.security.masking;

/**
 * Strict check of UTF-8 in pieces: no overlong forms, no surrogates, nothing above U+10FFFF (The Unicode Standard,
 * table 3-7). Jackson's own decoder lets some of these pass. For one thread.
 */
final class Utf8Check {

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
        while (at < end) {
            int value = bytes[at++];
            if (missing > 0) {
                value &= 0xFF;
                if (value < low || value > high) {
                    return false;
                }
                low = 0x80;
                high = 0xBF;
                missing--;
            } else if (value < 0 && !lead(value & 0xFF)) {
                return false;
            }
        }
        return true;
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
