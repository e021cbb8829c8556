package cn.laohekou.hub.security.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param retirement when it stops being answered and what follows it; null while no end is set
 * @param shape exchange pattern
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
        List<Field> fields,
        @Nullable Retirement retirement,
        ExchangeShape shape) {

    /** Default of {@link #maxAnswerBytes}: 16 MiB. */
    public static final long DEFAULT_MAX_ANSWER_BYTES = 16L * 1024 * 1024;

    /**
     * The announced end of a resource.
     *
     * @param sunset first instant at which it is no longer answered
     * @param successor name of the resource that follows it; null when none does
     * @param deprecated from when on nobody should begin to use it; not after the end, null when not stated
     */
    public record Retirement(
            Instant sunset,
            @Nullable String successor,
            @Nullable Instant deprecated) {

        /** An end without a statement on new use. */
        public Retirement(Instant sunset, @Nullable String successor) {
            this(sunset, successor, null);
        }
    }

    /** A resource that is queried, without an announced end. */
    public Resource(
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
        this(
                name,
                title,
                department,
                connector,
                sharing,
                level,
                maxAnswerBytes,
                revision,
                operations,
                fields,
                null,
                ExchangeShape.QUERY);
    }

    public Resource {
        operations = List.copyOf(operations);
        fields = List.copyOf(fields);
    }

    /** The same resource with an announced end. */
    public Resource with(@Nullable Retirement end) {
        return new Resource(
                name,
                title,
                department,
                connector,
                sharing,
                level,
                maxAnswerBytes,
                revision,
                operations,
                fields,
                end,
                shape);
    }
}
