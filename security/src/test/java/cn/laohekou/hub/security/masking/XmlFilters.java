package cn.laohekou.hub.security.masking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Short ways to build and use filters of XML in tests. */
final class XmlFilters {

    private XmlFilters() {}

    /** A builder of {@code path|type|mask} words; {@code -} before the path leaves it out, {@code !} marks a subject. */
    static XmlFilterBuilder builder(Map<String, String> namespaces, String... words) {
        XmlFilterBuilder builder = new XmlFilterBuilder(namespaces);
        int index = 0;
        for (String word : words) {
            FilterBuilder.Problem problem = builder.add(leaf(word, index++));
            if (problem != null) {
                throw new IllegalArgumentException(word + ": " + problem);
            }
        }
        return builder;
    }

    static XmlFilter of(String... words) {
        return builder(Map.of(), words).build();
    }

    static Leaf leaf(String word, int index) {
        String[] parts = word.split("\\|", 3);
        String path = parts[0].replaceFirst("^[-!]+", "");
        String marks = parts[0].substring(0, parts[0].length() - path.length());
        LeafType type = parts.length > 1 ? LeafType.valueOf(parts[1]) : LeafType.TEXT;
        Mask mask = Objects.requireNonNull(Mask.parse(parts.length > 2 ? parts[2] : "none"));
        return new Leaf(path, type, mask, !marks.contains("-"), marks.contains("!"), index);
    }

    static String filter(AnswerFilter filter, String answer) throws Unfilterable {
        return filter(filter, answer.getBytes(StandardCharsets.UTF_8), Release.of(subject -> {}));
    }

    static String filter(AnswerFilter filter, byte[] answer) throws Unfilterable {
        return filter(filter, answer, Release.of(subject -> {}));
    }

    static String filter(AnswerFilter filter, byte[] answer, Release release) throws Unfilterable {
        byte[] padded = new byte[answer.length + 2];
        System.arraycopy(answer, 0, padded, 1, answer.length);
        return new String(filter.filter(padded, 1, answer.length, release), StandardCharsets.UTF_8);
    }

    /** The values told, as {@code field=value}, after checking that a stream tells the same. */
    static List<String> told(AnswerFilter filter, String answer) throws Unfilterable {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        List<String> told = new ArrayList<>();
        List<String> streamed = new ArrayList<>();
        filter.filter(bytes, 0, bytes.length, release(told));
        try {
            filter.filter(new ByteArrayInputStream(bytes), new ByteArrayOutputStream(), release(streamed));
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        if (!told.equals(streamed)) {
            throw new AssertionError("a stream told " + streamed + " but memory " + told);
        }
        return told;
    }

    private static Release release(List<String> told) {
        return Release.of(
                subject -> {},
                (field, utf8, from, to) ->
                        told.add(field + "=" + new String(utf8, from, to - from, StandardCharsets.UTF_8)));
    }
}
