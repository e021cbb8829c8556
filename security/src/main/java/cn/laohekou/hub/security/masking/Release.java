package cn.laohekou.hub.security.masking;

import org.jspecify.annotations.Nullable;

/**
 * Whom a filter tells what it met and released. What was told before a failure must be discarded.
 *
 * @param subjects takes the data subjects of what is released
 * @param values takes the released values; null when nobody asks, which costs nothing
 * @param keys what keyed masks and marks are made with; null when the filter needs none
 */
public record Release(
        SubjectSink subjects,
        @Nullable ReleasedValues values,
        @Nullable FieldKeys keys) {

    /** A release of which only the data subjects are of interest. */
    public static Release of(SubjectSink subjects) {
        return new Release(subjects, null, null);
    }

    /** A release whose values are of interest too. */
    public static Release of(SubjectSink subjects, @Nullable ReleasedValues values) {
        return new Release(subjects, values, null);
    }
}
