package cn.laohekou.hub.security.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A path template: whole segments are either literal or one parameter in braces. Immutable. */
final class PathTemplate {

    private final String text;
    private final List<String> segments;

    /** Parameter name per segment; null where the segment is literal. */
    private final List<@Nullable String> names;

    private final Set<String> parameters;

    private PathTemplate(String text, List<String> segments, List<@Nullable String> names) {
        this.text = text;
        this.segments = segments;
        this.names = names;
        Set<String> set = new HashSet<>();
        for (String name : names) {
            if (name != null) {
                set.add(name);
            }
        }
        this.parameters = Set.copyOf(set);
    }

    /** Reads a template; null when it is malformed. The empty template has no segments. */
    static @Nullable PathTemplate parse(String text) {
        List<String> segments = new ArrayList<>();
        List<@Nullable String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int from = 0;
        while (!text.isEmpty() && from <= text.length()) {
            int slash = text.indexOf('/', from);
            int until = slash < 0 ? text.length() : slash;
            String segment = text.substring(from, until);
            boolean parameter = segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}");
            String name = parameter ? segment.substring(1, segment.length() - 1) : null;
            boolean good = name == null ? literal(segment) : CompiledParameter.validName(name) && seen.add(name);
            if (!good || segments.size() == PathSegments.MAX_SEGMENTS) {
                return null;
            }
            segments.add(segment);
            names.add(name);
            from = until + 1;
        }
        return new PathTemplate(text, segments, names);
    }

    private static boolean literal(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            if (!PercentCodec.unreserved(segment.charAt(i))) {
                return false;
            }
        }
        return PathSegments.harmless(segment);
    }

    String text() {
        return text;
    }

    Set<String> parameters() {
        return parameters;
    }

    boolean isLiteral() {
        return parameters.isEmpty();
    }

    /** Two templates of the same shape match the same paths; literal segments sort before parameters. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (int i = 0; i < segments.size(); i++) {
            shape.append('/').append(names.get(i) == null ? segments.get(i) : "~{}");
        }
        return shape.toString();
    }

    boolean matches(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (names.get(i) == null && !segments.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    Map<String, String> values(List<String> path) {
        if (parameters.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new HashMap<>(4);
        for (int i = 0; i < path.size(); i++) {
            String name = names.get(i);
            if (name != null) {
                values.put(name, path.get(i));
            }
        }
        return values;
    }

    /** The path with each parameter replaced by its value, percent-encoded as one segment. */
    String expand(Map<String, String> values) {
        if (parameters.isEmpty()) {
            return text;
        }
        StringBuilder path = new StringBuilder(text.length() + 32);
        for (int i = 0; i < segments.size(); i++) {
            if (i > 0) {
                path.append('/');
            }
            String name = names.get(i);
            if (name == null) {
                path.append(segments.get(i));
            } else {
                PercentCodec.encode(values.getOrDefault(name, ""), path);
            }
        }
        return path.toString();
    }
}
