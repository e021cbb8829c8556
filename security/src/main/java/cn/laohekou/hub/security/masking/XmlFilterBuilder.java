package cn.laohekou.hub.security.masking;

import cn.laohekou.hub.security.masking.FilterBuilder.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link XmlFilter} leaf by leaf. A path names the elements from the root on, joined by {@code .}, with {@code
 * []} after an element that may repeat and {@code @name} last for an attribute: {@code soap:Envelope.soap:Body.persons.person[].@id}.
 * A name without prefix is in no namespace. For one thread.
 */
public final class XmlFilterBuilder {

    private static final Pattern STEP =
            Pattern.compile("(@?)(?:([\\p{L}_][\\p{L}\\p{N}_-]*+):)?([\\p{L}_][\\p{L}\\p{N}_-]*+)(\\[])?");

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,31}");

    private final Map<String, String> namespaces;
    private final Map<String, XmlNode> leaves = new HashMap<>();
    private @Nullable XmlNode root;
    private boolean keyed;

    /**
     * @param namespaces prefix to namespace name, for the prefixes in paths
     * @throws IllegalArgumentException when a declaration is not {@link #valid}
     */
    public XmlFilterBuilder(Map<String, String> namespaces) {
        namespaces.forEach((prefix, uri) -> {
            if (!valid(prefix, uri)) {
                throw new IllegalArgumentException("prefix " + prefix + " cannot be declared");
            }
        });
        this.namespaces = new TreeMap<>(namespaces);
    }

    /** Whether a prefix may stand for a namespace; prefixes that begin with {@code xml} or {@code xsi} are reserved. */
    public static boolean valid(String prefix, String uri) {
        return PREFIX.matcher(prefix).matches()
                && !prefix.toLowerCase(java.util.Locale.ROOT).startsWith("xml")
                && !prefix.equals(XmlRun.XSI_PREFIX)
                && !uri.isBlank()
                && uri.length() <= JsonFilter.MAX_NAME_LENGTH
                && uri.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /**
     * Adds a leaf.
     *
     * @return null, or why it cannot be added; the filter must then not be built
     */
    public @Nullable Problem add(Leaf leaf) {
        if (!leaf.mask().suits(leaf.type())) {
            return Problem.UNSUITABLE_MASK;
        }
        String[] steps = leaf.path().split("\\.", -1);
        if (steps.length > JsonFilter.MAX_DEPTH) {
            return Problem.TOO_DEEP;
        }
        XmlNode node = null;
        XmlNode row = null;
        for (int i = 0; i < steps.length; i++) {
            Matcher step = STEP.matcher(steps[i]);
            if (!step.matches() || !allowed(step, i, steps.length)) {
                return Problem.MALFORMED_PATH;
            }
            XmlNode next = step(node, step);
            if (next == null) {
                return Problem.CONFLICTING_PATH;
            }
            node = next;
            row = row == null || node.repeats ? node : row;
        }
        if (node == null || row == null) {
            return Problem.MALFORMED_PATH;
        }
        return seal(node, row, leaf);
    }

    private boolean allowed(Matcher step, int at, int steps) {
        boolean attribute = !step.group(1).isEmpty();
        boolean repeats = step.group(4) != null;
        boolean known = step.group(2) == null || namespaces.containsKey(step.group(2));
        boolean placed = attribute ? at > 0 && at == steps - 1 && !repeats : at > 0 || !repeats;
        return known && placed;
    }

    private @Nullable XmlNode step(@Nullable XmlNode from, Matcher step) {
        boolean attribute = !step.group(1).isEmpty();
        boolean repeats = step.group(4) != null;
        String uri = step.group(2) == null ? "" : namespaces.getOrDefault(step.group(2), "");
        String local = step.group(3);
        String name = step.group(2) == null ? local : step.group(2) + ":" + local;
        if (from == null) {
            if (root == null) {
                root = new XmlNode(name, uri, local, name, 0, false);
            }
            return root.uri.equals(uri) && root.local.equals(local) ? root : null;
        }
        var siblings = attribute ? from.attributes : from.children;
        XmlNode known = XmlNode.find(siblings, uri, local);
        if (known == null) {
            if (!attribute && from.leaf) {
                return null;
            }
            known = new XmlNode(from.path + "." + step.group(), uri, local, name, siblings.size(), repeats);
            siblings.add(known);
        }
        return known.repeats == repeats ? known : null;
    }

    private @Nullable Problem seal(XmlNode node, XmlNode row, Leaf leaf) {
        if (node.leaf) {
            return Problem.DUPLICATE_PATH;
        }
        if (!node.children.isEmpty()) {
            return Problem.CONFLICTING_PATH;
        }
        node.leaf = true;
        node.type = leaf.type();
        node.mask = leaf.mask().clear() ? null : leaf.mask();
        node.subject = leaf.subject();
        node.field = leaf.field();
        node.row = row;
        node.valueReleased = leaf.released() && !leaf.mask().removes();
        keyed |= node.valueReleased && leaf.mask().keyed();
        leaves.put(leaf.path(), node);
        return null;
    }

    /**
     * Lets only rows pass whose value of a leaf passes a test. The row is the innermost repeated element the leaf stands
     * in, or the whole answer when it stands in none; of a row that fails nothing is released, and an answer that fails
     * becomes an empty root element. A row without the leaf, or without a value of it, fails.
     *
     * @param path path of a leaf that was added
     * @param test what its value must be
     * @throws IllegalArgumentException when no leaf has the path, or it has a test already
     */
    public void require(String path, RowTest test) {
        XmlNode leaf = leaves.get(path);
        if (leaf == null || leaf.row == null || leaf.test != null) {
            throw new IllegalArgumentException("no leaf without a test at " + path);
        }
        leaf.test = test;
        leaf.row.conditions++;
    }

    /**
     * Builds the filter.
     *
     * @throws IllegalStateException when no leaf was added
     */
    public XmlFilter build() {
        if (root == null) {
            throw new IllegalStateException("a filter without leaves has no shape");
        }
        root.settle();
        return new XmlFilter(root, namespaces, keyed);
    }
}
