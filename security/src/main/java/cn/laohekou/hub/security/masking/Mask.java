package cn.laohekou.hub.security.masking;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a released value. Lengths are counted in Unicode code points. Immutable and safe for any thread.
 *
 * <p>Specifications: {@code none}, {@code remove} (leaves the field out), {@code cover:keepStart,keepEnd} (遮盖), {@code
 * name} (姓名遮盖), {@code truncate:n} (截断), {@code zero} (归零), {@code round:n} (取整), {@code band:width} and {@code
 * bands:edge,edge,...} (分档), {@code pseudonym} (假名), {@code sm4} (字段加密).
 */
public sealed interface Mask permits Masks.Clear, Masks.Remove, Masks.Plain, Masks.Keyed, Marked {

    /** Specification this mask was read from, in its normal form. */
    String spec();

    /** Whether the mask can be applied to leaves of the given type. */
    boolean suits(LeafType type);

    /** Whether the leaf is left out altogether. */
    default boolean removes() {
        return false;
    }

    /** Whether values pass unchanged. */
    default boolean clear() {
        return false;
    }

    /** Whether a masked value is a text also where the value was a number or a boolean. */
    default boolean givesText() {
        return false;
    }

    /** Whether values are masked with the consumer's keys. */
    default boolean keyed() {
        return false;
    }

    /**
     * Masks one value.
     *
     * @param value the text of a string, or the text of a number or boolean as it came
     * @param field number of the field
     * @param keys the consumer's keys; needed by a {@link #keyed()} mask, otherwise not looked at
     * @return text of a string, or JSON text of a number, to be released instead
     * @throws Unfilterable when the value cannot be masked
     */
    String apply(String value, int field, @Nullable FieldKeys keys) throws Unfilterable;

    /**
     * Masks one value without keys.
     *
     * @param value the text of a string, or the text of a number or boolean as it came
     * @return text of a string, or JSON text of a number, to be released instead
     * @throws Unfilterable when the value cannot be masked
     * @throws IllegalStateException when the mask is {@link #keyed()}
     */
    default String apply(String value) throws Unfilterable {
        return apply(value, 0, null);
    }

    /**
     * Reads a specification.
     *
     * @param spec text of a specification
     * @return the mask, or null when nobody enforces such a specification
     */
    static @Nullable Mask parse(String spec) {
        return Masks.parse(spec);
    }

    /** The known specifications, for messages. */
    static String known() {
        return "none, cover:<keepStart>,<keepEnd>, truncate:<n>, zero, round:<n>, band:<width>, bands:<edge>,<edge>,...,"
                + " name, pseudonym, sm4, remove";
    }
}
