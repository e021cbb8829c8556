package cn.laohekou.hub.security.masking;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link JsonFilter} leaf by leaf. For one thread. */
public final class FilterBuilder {

    /** Why a leaf cannot be part of the filter. */
    public enum Problem {
        /** Not a path of keys and {@code []}. */
        MALFORMED_PATH,
        /** Another leaf has the same path. */
        DUPLICATE_PATH,
        /** Another path needs an object, array or leaf at the same place. */
        CONFLICTING_PATH,
        /** Deeper than {@link JsonFilter#MAX_DEPTH}. */
        TOO_DEEP,
        /** The mask cannot be applied to the leaf's type. */
        UNSUITABLE_MASK
    }

    private final Node root = new Node("", "");
    private final Map<String, Node> leaves = new HashMap<>();
    private boolean rows;
    private boolean keyed;

    /**
     * Adds a leaf.
     *
     * @return null, or why it cannot be added; the filter must then not be built
     */
    public @Nullable Problem add(Leaf leaf) {
        String path = leaf.path();
        if (!leaf.mask().suits(leaf.type())) {
            return Problem.UNSUITABLE_MASK;
        }
        if (path.isEmpty()) {
            return Problem.MALFORMED_PATH;
        }
        Node node = root;
        Node row = root;
        int depth = 0;
        int from = 0;
        while (from <= path.length()) {
            int dot = path.indexOf('.', from);
            int until = dot < 0 ? path.length() : dot;
            int keyEnd = from;
            while (keyEnd < until && path.charAt(keyEnd) != '[' && path.charAt(keyEnd) != ']') {
                keyEnd++;
            }
            int arrays = arrays(path, keyEnd, until);
            boolean keyMissing = keyEnd == from && !(from == 0 && arrays > 0);
            if (arrays < 0 || keyMissing) {
                return Problem.MALFORMED_PATH;
            }
            Node next = step(node, path.substring(from, keyEnd), arrays);
            if (next == null) {
                return Problem.CONFLICTING_PATH;
            }
            node = next;
            row = arrays > 0 ? next : row;
            depth += arrays + 1;
            from = until + 1;
        }
        return depth > JsonFilter.MAX_DEPTH ? Problem.TOO_DEEP : seal(node, row, leaf);
    }

    /**
     * Lets only rows pass whose value of a leaf passes a test. The row is the element of the innermost array the leaf
     * stands in, or the whole answer when it stands in none; of a row that fails nothing is released, and an answer that
     * fails becomes an empty object. A row without the leaf, or with null, fails.
     *
     * @param path path of a leaf that was added
     * @param test what its value must be
     * @throws IllegalArgumentException when no leaf has the path, or it has a test already
     */
    public void require(String path, RowTest test) {
        Node leaf = leaves.get(path);
        if (leaf == null || leaf.row == null || leaf.test != null) {
            throw new IllegalArgumentException("no leaf without a test at " + path);
        }
        leaf.test = test;
        leaf.row.conditions++;
        rows = true;
    }

    /**
     * Builds the filter.
     *
     * @throws IllegalStateException when no leaf was added
     */
    public JsonFilter build() {
        if (root.kind == Node.Kind.OPEN) {
            throw new IllegalStateException("a filter without leaves has no shape");
        }
        root.settle();
        return new JsonFilter(root, rows, keyed);
    }

    /** Number of {@code []} between the positions, or -1 when anything else stands there. */
    private static int arrays(String path, int from, int until) {
        int count = 0;
        for (int i = from; i < until; i += 2) {
            if (!path.startsWith("[]", i) || i + 2 > until) {
                return -1;
            }
            count++;
        }
        return count;
    }

    private static @Nullable Node step(Node from, String key, int arrays) {
        Node node = key.isEmpty() ? from : from.child(key);
        for (int i = 0; i < arrays && node != null; i++) {
            node = node.item();
        }
        return node;
    }

    private @Nullable Problem seal(Node node, Node row, Leaf leaf) {
        if (node.kind == Node.Kind.LEAF) {
            return Problem.DUPLICATE_PATH;
        }
        if (node.kind != Node.Kind.OPEN) {
            return Problem.CONFLICTING_PATH;
        }
        node.kind = Node.Kind.LEAF;
        node.type = leaf.type();
        node.mask = leaf.mask().clear() ? null : leaf.mask();
        node.subject = leaf.subject();
        node.field = leaf.field();
        node.released = leaf.released() && !leaf.mask().removes();
        node.row = row;
        keyed |= node.released && leaf.mask().keyed();
        leaves.put(leaf.path(), node);
        return null;
    }
}
