package cn.laohekou.hub.security.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strict percent-encoding (RFC 3986 section 2): one canonical form out, nothing doubtful in. */
final class PercentCodec {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentCodec() {}

    /**
     * Decodes a part of a path or query.
     *
     * @param plusIsSpace whether {@code +} stands for a space, as forms encode it
     * @return the text, or null when it is no ASCII, not well-formed, not UTF-8 or holds control characters
     */
    static @Nullable String decode(String raw, int from, int until, boolean plusIsSpace) {
        boolean plain = true;
        for (int i = from; i < until; i++) {
            char c = raw.charAt(i);
            if (c <= 0x20 || c >= 0x7F) {
                return null;
            }
            plain &= c != '%' && (c != '+' || !plusIsSpace);
        }
        return plain ? raw.substring(from, until) : decodeBytes(raw, from, until, plusIsSpace);
    }

    private static @Nullable String decodeBytes(String raw, int from, int until, boolean plusIsSpace) {
        byte[] bytes = new byte[until - from];
        int count = 0;
        for (int i = from; i < until; i++) {
            char c = raw.charAt(i);
            if (c == '+' && plusIsSpace) {
                bytes[count++] = ' ';
            } else if (c != '%') {
                bytes[count++] = (byte) c;
            } else {
                int value = i + 2 < until ? (hex(raw.charAt(i + 1)) << 4) | hex(raw.charAt(i + 2)) : -1;
                if (value < 0) {
                    return null;
                }
                bytes[count++] = (byte) value;
                i += 2;
            }
        }
        return text(bytes, count);
    }

    private static @Nullable String text(byte[] bytes, int count) {
        try {
            // The decoder of the platform refuses overlong forms and surrogates.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, count))
                    .toString();
            return hasControl(text) ? null : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Whether a text holds control characters (C0, DEL, C1) or Unicode line separators. */
    static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == '\u2028' || c == '\u2029') {
                return true;
            }
        }
        return false;
    }

    /** Appends a text with everything but the unreserved characters (RFC 3986 section 2.3) encoded. */
    static void encode(String text, StringBuilder out) {
        int plain = 0;
        while (plain < text.length() && unreserved(text.charAt(plain))) {
            plain++;
        }
        out.append(text, 0, plain);
        if (plain == text.length()) {
            return;
        }
        for (byte b : text.substring(plain).getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && unreserved((char) b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX[(b >> 4) & 0xF]).append(HEX[b & 0xF]);
            }
        }
    }

    static boolean unreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** Value of a hexadecimal digit, or a number whose combination with any other digit stays negative. */
    private static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : Integer.MIN_VALUE >> 4;
    }
}
