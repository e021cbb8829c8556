package cn.laohekou.hub.runtime.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who got what: which releases are searched for. Every condition given must hold; newest first.
 *
 * @param from first instant
 * @param until first instant after
 * @param subjects keyed digests of one data subject, one per key the lineage was ever kept under; empty for any
 * @param persons keyed digests of one acting person, 64 hexadecimal digits each, likewise; empty for any
 * @param caseNumber case number as the consumer stated it; null for any
 * @param system consumer system; null for any
 * @param resource resource; null for any
 * @param field released field; null for any
 * @param purpose purpose; null for any
 * @param cursor {@link EvidencePage#next} of the page before; null for the first page
 * @param limit releases at most, 1 to 500
 */
public record LineageQuery(
        Instant from,
        Instant until,
        List<byte[]> subjects,
        List<String> persons,
        @Nullable String caseNumber,
        @Nullable String system,
        @Nullable String resource,
        @Nullable String field,
        @Nullable String purpose,
        @Nullable String cursor,
        int limit) {

    public LineageQuery {
        subjects = List.copyOf(subjects);
        persons = List.copyOf(persons);
        if (limit < 1 || limit > EvidenceQuery.MAX_LIMIT) {
            throw new IllegalArgumentException("limit 必须在 1 到 500 之间 / limit must be 1 to 500");
        }
    }

    /** Whether a person or a case narrows it: then the index on those finds it. */
    boolean personal() {
        return !subjects.isEmpty() || !persons.isEmpty() || caseNumber != null;
    }

    /** Whether anything but time narrows it. */
    boolean narrowed() {
        return personal() || system != null || resource != null || field != null || purpose != null;
    }
}
