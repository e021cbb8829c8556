package cn.laohekou.hub.security.masking;

/** Is told each released value in document order, as it stands in the released document. For one thread. */
@FunctionalInterface
public interface ReleasedValues {

    /**
     * Takes one released value. A value left out, a container, and a null that stands for a container are not told.
     *
     * @param field number of the field, as its {@link Leaf} states
     * @param utf8 holds the released bytes: a JSON token with its quotes and escapes ({@code null} among them), the
     *     escaped content of an XML element or attribute, or a cell without the quotes of its format; not to be changed,
     *     and not to be kept after the call
     * @param from where the value begins
     * @param to where it ends, exclusive
     */
    void value(int field, byte[] utf8, int from, int to);
}
