package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.AnswerFilter;
import cn.laohekou.hub.security.masking.FilterBuilder;
import cn.laohekou.hub.security.masking.Leaf;
import cn.laohekou.hub.security.masking.LeafType;
import cn.laohekou.hub.security.masking.Release;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.masking.XmlFilterBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of one resource as every subscriber's filter will: what it accepts can be filtered later, so that nothing
 * is acknowledged to a publisher and then found unreadable. Immutable and safe for any thread.
 */
public final class MessageForm {

    /** Longest value of a key, in bytes of its escaped form. */
    public static final int MAX_KEY = 256;

    private final AnswerFilter filter;
    private final int key;

    private MessageForm(AnswerFilter filter, int key) {
        this.filter = filter;
        this.key = key;
    }

    /** A message without a usable key: none, null, more than one, or a longer one than {@link #MAX_KEY}. */
    public static final class BadKey extends Exception {
        private static final long serialVersionUID = 1L;

        private BadKey() {
            super("the message has no single key", null, false, false);
        }
    }

    static MessageForm of(CompiledResource compiled) {
        Resource resource = compiled.resource();
        if (!(resource.shape() instanceof ExchangeShape.Event event)
                || !compiled.findings().isEmpty()) {
            throw new IllegalStateException("resource " + resource.name() + " takes no messages");
        }
        if (event.format() == AnswerFormat.XML) {
            XmlFilterBuilder builder = new XmlFilterBuilder(event.namespaces());
            int key = fill(resource.fields(), event.key(), builder::add);
            return new MessageForm(builder.build(), key);
        }
        FilterBuilder builder = new FilterBuilder();
        int key = fill(resource.fields(), event.key(), builder::add);
        return new MessageForm(builder.build(), key);
    }

    /** Adds all declared leaves, and the key's when it is none of them; returns the key's number, -1 for no key. */
    private static int fill(
            List<Field> fields, @Nullable String key, Function<Leaf, FilterBuilder.@Nullable Problem> add) {
        int found = -1;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            added(add.apply(new Leaf(field.path(), Fields.leafType(field.type()), Clear.MASK, true, false, i)));
            found = field.path().equals(key) ? i : found;
        }
        if (key != null && found < 0) {
            found = fields.size();
            added(add.apply(new Leaf(key, LeafType.TEXT, Clear.MASK, true, false, found)));
        }
        return found;
    }

    private static void added(FilterBuilder.@Nullable Problem problem) {
        if (problem != null) {
            throw new IllegalStateException("a path of the message cannot be read: " + problem);
        }
    }

    /**
     * Checks a whole message.
     *
     * @return the value that keeps messages in order, as it stands in the message; empty when all are one sequence
     * @throws Unfilterable when the message is not well-formed or a declared leaf holds what it may not
     * @throws BadKey when it has no usable key
     */
    public String read(byte[] message) throws Unfilterable, BadKey {
        StringBuilder value = new StringBuilder();
        int[] seen = new int[1];
        filter.filter(message, 0, message.length, Release.of(subject -> {}, (field, utf8, from, to) -> {
            if (field == key && seen[0]++ == 0 && to - from <= MAX_KEY) {
                value.append(new String(utf8, from, to - from, StandardCharsets.UTF_8));
            }
        }));
        if (key < 0) {
            return "";
        }
        if (seen[0] != 1
                || value.isEmpty()
                || value.toString().equals("null")
                || value.toString().equals("\"\"")) {
            throw new BadKey();
        }
        return value.toString();
    }
}
