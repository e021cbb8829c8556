package cn.laohekou.hub.runtime.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds by key what differs between two sides, once it is known in which buckets. For one thread. */
final class Difference {

    /** How a key differs. */
    enum Kind {
        /** The target lacks the row. */
        LOST,
        /** The target's row is another. */
        ALTERED,
        /** The target has the row more than once. */
        DOUBLED,
        /** Only the target has the row. */
        ADDED
    }

    /** What both sides have under one key. */
    private static final class Found {
        private final List<@Nullable String> key;
        private final List<String> released = new ArrayList<>();
        private final List<String> target = new ArrayList<>();

        Found(List<@Nullable String> key) {
            this.key = key;
        }

        @Nullable
        Kind kind() {
            if (released.isEmpty()) {
                return Kind.ADDED;
            }
            if (target.isEmpty()) {
                return Kind.LOST;
            }
            if (target.size() > 1) {
                return Kind.DOUBLED;
            }
            return released.equals(target) ? null : Kind.ALTERED;
        }
    }

    private final BitSet buckets;
    private final RowSums digests = new RowSums(1);
    private final Map<String, Found> byKey = new TreeMap<>();

    Difference(BitSet buckets) {
        this.buckets = buckets;
    }

    /** Takes a row of either side. */
    void add(boolean released, List<@Nullable String> key, byte[] keyDigest, byte[] form, int length) {
        if (!buckets.get(RowSums.bucket(keyDigest))) {
            return;
        }
        Found found = byKey.computeIfAbsent(
                HexFormat.of().formatHex(keyDigest), digest -> new Found(List.copyOf(nonNull(key))));
        (released ? found.released : found.target).add(Arrays.toString(digests.digest(form, length)));
    }

    private static List<String> nonNull(List<@Nullable String> key) {
        return key.stream().map(String::valueOf).toList();
    }

    /** How the row with a key differs; null when it does not. */
    @Nullable
    Kind of(byte[] keyDigest) {
        Found found = byKey.get(HexFormat.of().formatHex(keyDigest));
        return found == null ? null : found.kind();
    }

    /** A key that differs. */
    record Entry(Kind kind, List<@Nullable String> key) {}

    /** All that differs. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Found found : byKey.values()) {
            Kind kind = found.kind();
            if (kind != null) {
                entries.add(new Entry(kind, found.key));
            }
        }
        return entries;
    }
}
