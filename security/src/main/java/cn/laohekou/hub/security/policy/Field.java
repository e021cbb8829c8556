package cn.laohekou.hub.security.policy;

import org.jspecify.annotations.Nullable;

/**
 * One leaf of a resource's answers.
 *
 * @param name catalogue name, used in grants
 * @param path where the leaf stands in the answer: object keys joined by {@code .}, {@code []} after a key whose value
 *     is an array, for example {@code data[].idNumber}, or {@code []} first when the answer itself is an array
 * @param type type of the leaf
 * @param sensitivity how sensitive
 * @param mask mask specification applied unless the grant states another, for example {@code cover:6,4}; null for none
 * @param subject whether the value identifies the data subject of the object it stands in
 */
public record Field(
        String name,
        String path,
        ValueType type,
        Sensitivity sensitivity,
        @Nullable String mask,
        boolean subject) {

    /** How sensitive a field is. */
    public enum Sensitivity {
        NONE,
        PERSONAL,
        SENSITIVE
    }
}
