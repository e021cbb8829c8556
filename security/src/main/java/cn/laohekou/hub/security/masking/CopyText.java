package cn.laohekou.hub.security.masking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes cells of PostgreSQL's text format for COPY. */
public final class CopyText {

    private static final byte[] NULL = {'\\', 'N'};

    private CopyText() {}

    /** Appends a cell; null for no value. The caller writes tab and line feed. */
    public static void cell(@Nullable String value, RowBuffer out) {
        if (value == null) {
            out.write(NULL, 0, NULL.length);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int from = 0;
        for (int i = 0; i < utf8.length; i++) {
            int escape = escape(utf8[i]);
            if (escape != 0) {
                out.write(utf8, from, i - from);
                out.write('\\');
                out.write(escape);
                from = i + 1;
            }
        }
        out.write(utf8, from, utf8.length - from);
    }

    private static int escape(byte value) {
        return switch (value) {
            case '\\' -> '\\';
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case 0x0b -> 'v';
            default -> 0;
        };
    }

    /** Whether the cell between two places holds no value. */
    static boolean absent(byte[] row, int from, int to) {
        return to - from == 2 && row[from] == '\\' && row[from + 1] == 'N';
    }

    /** The value of the cell between two places; null for none. */
    public static @Nullable String value(byte[] row, int from, int to) {
        if (absent(row, from, to)) {
            return null;
        }
        int escaped = from;
        while (escaped < to && row[escaped] != '\\') {
            escaped++;
        }
        return escaped == to ? new String(row, from, to - from, StandardCharsets.UTF_8) : unescaped(row, from, to);
    }

    private static String unescaped(byte[] row, int from, int to) {
        byte[] plain = new byte[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            byte value = row[i];
            if (value == '\\' && i + 1 < to) {
                value = meant(row[++i]);
            }
            plain[size++] = value;
        }
        return new String(plain, 0, size, StandardCharsets.UTF_8);
    }

    private static byte meant(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }

    /** All values of one row of a buffer. */
    public static List<@Nullable String> values(RowBuffer rows, int row) {
        List<@Nullable String> values = new ArrayList<>();
        byte[] bytes = rows.bytes();
        int end = rows.end(row) - 1;
        int from = rows.start(row);
        for (int i = from; i <= end; i++) {
            if (i == end || bytes[i] == '\t') {
                values.add(value(bytes, from, i));
                from = i + 1;
            }
        }
        return values;
    }
}
