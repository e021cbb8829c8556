package cn.laohekou.hub.security.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a raw path into decoded segments, refusing everything two parsers could read differently. */
final class PathSegments {

    /** More segments than any declared template needs. */
    static final int MAX_SEGMENTS = 32;

    /** Longest raw path in characters. */
    static final int MAX_LENGTH = 2048;

    private PathSegments() {}

    /** The decoded segments, or null when the path is a trick or malformed. */
    static @Nullable List<String> split(String rawPath) {
        if (rawPath.isEmpty() || rawPath.length() > MAX_LENGTH) {
            return null;
        }
        List<String> segments = new ArrayList<>(4);
        int from = 0;
        while (from <= rawPath.length()) {
            int slash = rawPath.indexOf('/', from);
            int until = slash < 0 ? rawPath.length() : slash;
            String segment = segment(rawPath, from, until);
            if (segment == null || segments.size() == MAX_SEGMENTS) {
                return null;
            }
            segments.add(segment);
            from = until + 1;
        }
        return segments;
    }

    private static @Nullable String segment(String rawPath, int from, int until) {
        for (int i = from; i < until; i++) {
            if (!pathCharacter(rawPath.charAt(i))) {
                return null;
            }
        }
        String segment = PercentCodec.decode(rawPath, from, until, false);
        return segment == null || !harmless(segment) ? null : segment;
    }

    /**
     * Whether a decoded segment means the same to every parser: not empty, no dot segment, no separator, no percent sign
     * (a second decoding would change it) and no matrix parameter.
     */
    static boolean harmless(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            return false;
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '/' || c == '\\' || c == '%' || c == ';' || c == '?' || c == '#') {
                return false;
            }
        }
        return true;
    }

    /** {@code pchar} of RFC 3986 section 3.3 without the semicolon of matrix parameters. */
    private static boolean pathCharacter(char c) {
        return PercentCodec.unreserved(c) || "%!$&'()*+,=:@".indexOf(c) >= 0;
    }
}
