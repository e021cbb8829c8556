package cn.laohekou.hub.security.masking;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a key that occurs twice in one object, for all open objects at once. One set per depth is reused for every
 * object at that depth, so an answer of many small objects allocates nothing. For one thread.
 */
final class DuplicateGuard {

    private NameSet[] sets = new NameSet[8];
    private int depth;

    void reset() {
        depth = 0;
    }

    void enter() {
        if (depth == sets.length) {
            sets = java.util.Arrays.copyOf(sets, depth * 2);
        }
        if (sets[depth] == null) {
            sets[depth] = new NameSet();
        }
        sets[depth++].begin();
    }

    void leave() {
        depth--;
    }

    /** Adds a key of the innermost open object; false when it was there already. */
    boolean add(String name) {
        return sets[depth - 1].add(name);
    }

    /** Names of one object: a small open-addressed table whose slots expire by stamp, a hash set when there are many. */
    private static final class NameSet {

        private static final int SLOTS = 128;

        /** Beyond this many names probing could be driven to long chains; the hash set's bins become trees instead. */
        private static final int MANY = 48;

        private final @Nullable String[] names = new @Nullable String[SLOTS];
        private final int[] stamps = new int[SLOTS];
        private int stamp;
        private int count;
        private @Nullable Set<String> many;

        void begin() {
            count = 0;
            many = null;
            if (++stamp == 0) {
                java.util.Arrays.fill(stamps, 0);
                stamp = 1;
            }
        }

        boolean add(String name) {
            if (many != null) {
                return many.add(name);
            }
            int hash = name.hashCode();
            int slot = (hash ^ (hash >>> 7) ^ (hash >>> 16)) & (SLOTS - 1);
            while (stamps[slot] == stamp) {
                if (name.equals(names[slot])) {
                    return false;
                }
                slot = (slot + 1) & (SLOTS - 1);
            }
            stamps[slot] = stamp;
            names[slot] = name;
            if (++count == MANY) {
                many = spill();
            }
            return true;
        }

        private Set<String> spill() {
            Set<String> all = new HashSet<>(4 * MANY);
            for (int i = 0; i < SLOTS; i++) {
                String name = names[i];
                if (stamps[i] == stamp && name != null) {
                    all.add(name);
                }
            }
            return all;
        }
    }
}
