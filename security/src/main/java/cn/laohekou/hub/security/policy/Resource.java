package cn.laohekou.hub.security.policy;

import java.util.List;

/**
 * A data resource as its latest approved revision states it.
 *
 * @param name hub name, {@code [a-z][a-z0-9-]{2,62}}
 * @param title Chinese title
 * @param department owner, unified social credit code
 * @param connector connector that serves it
 * @param sharing sharing attribute
 * @param level data level 1 to 4
 * @param maxAnswerBytes largest answer in bytes, after unpacking
 * @param revision number of the approved revision
 * @param operations declared operations
 * @param fields declared leaves
 */
public record Resource(
        String name,
        String title,
        String department,
        String connector,
        SharingType sharing,
        int level,
        long maxAnswerBytes,
        int revision,
        List<Operation> operations,
        List<Field> fields) {

    /** Default of {@link #maxAnswerBytes}: 16 MiB. */
    public static final long DEFAULT_MAX_ANSWER_BYTES = 16L * 1024 * 1024;

    public Resource {
        operations = List.copyOf(operations);
        fields = List.copyOf(fields);
    }
}
