package cn.laohekou.hub.security.masking;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One declared element or attribute; changed only while {@link XmlFilterBuilder} builds, read-only afterwards. */
final class XmlNode {

    final String path;
    final String uri;
    final String local;

    /** Name as the released document writes it. */
    final String name;

    /** Place among the children of its parent. */
    final int index;

    final List<XmlNode> children = new ArrayList<>(4);
    final List<XmlNode> attributes = new ArrayList<>(0);
    final boolean repeats;
    boolean leaf;
    LeafType type = LeafType.TEXT;

    @Nullable
    Mask mask;

    @Nullable
    RowTest test;

    @Nullable
    XmlNode row;

    int field;
    boolean subject;

    /** Whether the value of the leaf itself is released. */
    boolean valueReleased;

    /** Whether anything at or below this place is released. */
    boolean released;

    /** How many tests a row standing here must pass; 0 when rows here are not tested. */
    int conditions;

    XmlNode(String path, String uri, String local, String name, int index, boolean repeats) {
        this.path = path;
        this.uri = uri;
        this.local = local;
        this.name = name;
        this.index = index;
        this.repeats = repeats;
    }

    static @Nullable XmlNode find(List<XmlNode> nodes, @Nullable String uri, String local) {
        String namespace = uri == null ? "" : uri;
        for (XmlNode node : nodes) {
            if (node.local.equals(local) && node.uri.equals(namespace)) {
                return node;
            }
        }
        return null;
    }

    boolean settle() {
        released = valueReleased;
        for (XmlNode child : children) {
            released |= child.settle();
        }
        for (XmlNode attribute : attributes) {
            released |= attribute.settle();
        }
        return released;
    }
}
