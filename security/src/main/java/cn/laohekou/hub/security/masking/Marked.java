package cn.laohekou.hub.security.masking;

import org.jspecify.annotations.Nullable;

/**
 * A mask whose result also carries the {@link Watermark} of the consumer.
 *
 * @param inner what happens to the value before it is marked; neither keyed nor removing
 * @param carrier how the mark is carried
 */
record Marked(Mask inner, Watermark carrier) implements Mask {

    @Override
    public String spec() {
        return inner.spec();
    }

    @Override
    public boolean suits(LeafType type) {
        return inner.suits(type);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public String apply(String value, int field, @Nullable FieldKeys keys) throws Unfilterable {
        if (keys == null) {
            throw new IllegalStateException("a mark needs the consumer's keys");
        }
        String masked = inner.apply(value, field, keys);
        return carrier.carries(masked) ? carrier.mark(masked, keys.mark(field, carrier.base(masked))) : masked;
    }
}
