package cn.laohekou.hub.connector.http;

/**
 * Checks what comes after the base address. The gate has expanded and encoded both parts already; this is the last look
 * before they reach the wire, and it shares no code with the first.
 */
final class RequestTarget {

    private static final int HEX = 16;
    private static final int ESCAPE_LENGTH = 3;

    /** RFC 3986, 3.3: pchar without the percent sign. */
    private static final boolean[] PCHAR = allowed("-._~!$&'()*+,;=:@");

    /** RFC 3986, 3.4: what a query allows beyond pchar. */
    private static final String QUERY_EXTRA = "/?";

    private RequestTarget() {}

    /**
     * Whether a path (without its leading slash) is one counterpart and hub read the same way: RFC 3986 characters only,
     * no empty or dot segment - plain or percent-encoded -, no encoded slash, backslash or control character.
     */
    static boolean isCleanPath(String path) {
        int length = path.length();
        int segment = 0;
        int dots = 0;
        for (int i = 0; i < length; i++) {
            char raw = path.charAt(i);
            if (raw == '/') {
                if (segment == 0 || isDotSegment(segment, dots)) {
                    return false;
                }
                segment = 0;
                dots = 0;
                continue;
            }
            int c = raw;
            if (raw == '%') {
                c = decoded(path, i);
                i += ESCAPE_LENGTH - 1;
                if (isRefusedWhenEncoded(c)) {
                    return false;
                }
            } else if (!isPchar(raw)) {
                return false;
            }
            segment++;
            dots += c == '.' ? 1 : 0;
        }
        return !isDotSegment(segment, dots);
    }

    /** Whether a query string holds nothing but what RFC 3986 allows there; {@code #}, blanks and controls end it. */
    static boolean isCleanQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '%') {
                if (decoded(query, i) < 0) {
                    return false;
                }
                i += ESCAPE_LENGTH - 1;
            } else if (!isPchar(c) && QUERY_EXTRA.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDotSegment(int length, int dots) {
        return length > 0 && length <= 2 && length == dots;
    }

    private static boolean isRefusedWhenEncoded(int c) {
        return c < ' ' || c == 0x7F || c == '/' || c == '\\';
    }

    /** The byte an escape stands for, or -1 when it is none. */
    private static int decoded(String text, int percent) {
        if (percent + ESCAPE_LENGTH > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), HEX);
        int low = Character.digit(text.charAt(percent + 2), HEX);
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }

    private static boolean isPchar(char c) {
        return c < PCHAR.length && PCHAR[c];
    }

    private static boolean[] allowed(String marks) {
        boolean[] table = new boolean[0x80];
        for (char c = '0'; c <= '9'; c++) {
            table[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            table[c] = true;
            table[Character.toUpperCase(c)] = true;
        }
        marks.chars().forEach(c -> table[c] = true);
        return table;
    }
}
