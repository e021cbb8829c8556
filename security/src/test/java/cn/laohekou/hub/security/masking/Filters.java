package cn.laohekou.hub.security.masking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Short ways to build and use filters in tests. */
final class Filters {

    private Filters() {}

    /** A filter of {@code path:type:mask} words; {@code -} before the path leaves it out, {@code @} marks a subject. */
    static JsonFilter of(String... words) {
        return builder(words).build();
    }

    /** As {@link #of}, releasing only rows whose value at a path passes. */
    static JsonFilter withRows(String[] words, String path, RowTest test) {
        FilterBuilder builder = builder(words);
        builder.require(path, test);
        return builder.build();
    }

    static FilterBuilder builder(String... words) {
        FilterBuilder builder = new FilterBuilder();
        int index = 0;
        for (String word : words) {
            String[] parts = word.split(":", 3);
            String path = parts[0].replaceFirst("^[-@]+", "");
            String marks = parts[0].substring(0, parts[0].length() - path.length());
            LeafType type = parts.length > 1 ? LeafType.valueOf(parts[1]) : LeafType.TEXT;
            Mask mask = Objects.requireNonNull(Mask.parse(parts.length > 2 ? parts[2] : "none"));
            FilterBuilder.Problem problem =
                    builder.add(new Leaf(path, type, mask, !marks.contains("-"), marks.contains("@"), index++));
            if (problem != null) {
                throw new IllegalArgumentException(word + ": " + problem);
            }
        }
        return builder;
    }

    static String filter(JsonFilter filter, String answer) throws Unfilterable {
        return filter(filter, answer.getBytes(StandardCharsets.UTF_8), subject -> {});
    }

    /** Filters both ways, from memory and from a stream that trickles, and insists that they agree. */
    static String filter(JsonFilter filter, byte[] answer, SubjectSink subjects) throws Unfilterable {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Unfilterable.Reason streamed = null;
        try {
            filter.filter(new Trickle(answer), out, Release.of(subject -> {}));
        } catch (Unfilterable e) {
            streamed = e.reason();
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        String filtered;
        try {
            filtered = new String(filter.filter(answer, subjects), StandardCharsets.UTF_8);
        } catch (Unfilterable e) {
            if (streamed == null) {
                throw new AssertionError("refused in memory but released from a stream", e);
            }
            throw e;
        }
        if (streamed != null || !filtered.equals(out.toString(StandardCharsets.UTF_8))) {
            throw new AssertionError("released in memory but not the same from a stream: " + streamed);
        }
        return filtered;
    }

    /** Hands out one to three bytes at a time. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream bytes;
        private int turn;

        Trickle(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            turn = turn % 3 + 1;
            return bytes.read(into, offset, Math.min(length, turn));
        }
    }
}
