package cn.laohekou.hub.security.masking;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One place of the declared answer; changed only while {@link FilterBuilder} builds, read-only afterwards. */
final class Node {

    enum Kind {
        OPEN,
        OBJECT,
        ARRAY,
        LEAF
    }

    final String path;
    final SerializedString key;
    final Map<String, Node> children = new HashMap<>(8);
    Kind kind = Kind.OPEN;

    @Nullable
    Node element;

    LeafType type = LeafType.TEXT;

    @Nullable
    Mask mask;

    boolean subject;

    /** Number of the field a leaf belongs to. */
    int field;

    /** What the leaf's value must be for its row to be released. */
    @Nullable
    RowTest test;

    /** Where the row of a leaf begins. */
    @Nullable
    Node row;

    /** How many leaves' tests a row standing here must pass; 0 when rows here are not tested. */
    int conditions;

    /** Whether anything at or below this place is released. */
    boolean released;

    Node(String path, String key) {
        this.path = path;
        this.key = new SerializedString(key);
        // Encodes the quoted key now instead of on the first call.
        this.key.asQuotedUTF8();
    }

    /** The child for a key, or null when another declaration already says this place is no object. */
    @Nullable
    Node child(String name) {
        if (kind != Kind.OPEN && kind != Kind.OBJECT) {
            return null;
        }
        kind = Kind.OBJECT;
        return children.computeIfAbsent(name, key -> new Node(path.isEmpty() ? key : path + "." + key, key));
    }

    /** The element, or null when another declaration already says this place is no array. */
    @Nullable
    Node item() {
        if (kind != Kind.OPEN && kind != Kind.ARRAY) {
            return null;
        }
        kind = Kind.ARRAY;
        if (element == null) {
            element = new Node(path + "[]", "");
        }
        return element;
    }

    /** Settles the released flags bottom-up. */
    boolean settle() {
        for (Node child : children.values()) {
            released |= child.settle();
        }
        if (element != null) {
            released |= element.settle();
        }
        return released;
    }
}
