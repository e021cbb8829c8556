package cn.laohekou.hub.security.masking;

/** What a value must be for its row to be released. Immutable and safe for any thread. */
@FunctionalInterface
public interface RowTest {

    /**
     * Tests one value.
     *
     * @param value the text of a string, or the text of a number or boolean as it came; never null: a row whose value
     *     is missing or null is never released
     */
    boolean matches(String value);
}
