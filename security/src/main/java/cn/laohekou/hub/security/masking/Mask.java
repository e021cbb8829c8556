package cn.laohekou.hub.security.masking;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a released value. Lengths are counted in Unicode code points. Immutable and safe for any thread.
 *
 * <p>Specifications: {@code none}, {@code cover:keepStart,keepEnd}, {@code truncate:n}, {@code zero}, {@code round:n},
 * {@code name}, {@code remove}.
 */
public sealed interface Mask permits Masks.Clear, Masks.Remove, Masks.OfText, Masks.OfNumber {

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

    /**
     * Masks one value.
     *
     * @param value the text of a string, or the JSON text of a number
     * @return text of a string, or JSON text of a number, to be released instead
     * @throws Unfilterable when the value cannot be masked
     */
    String apply(String value) throws Unfilterable;

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
        return "none, cover:<keepStart>,<keepEnd>, truncate:<n>, zero, round:<n>, name, remove";
    }
}
