package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.RecordKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What evidence is searched for. Every condition given must hold; newest first.
 *
 * @param from first instant
 * @param until first instant after
 * @param kind kind of record; null for any
 * @param system consumer system; null for any
 * @param resource resource; null for any
 * @param purpose purpose; null for any
 * @param grant grant; null for any
 * @param subject keyed digest of a data subject, 64 hexadecimal digits; null for any
 * @param cursor {@link EvidencePage#next} of the page before; null for the first page
 * @param limit records at most, 1 to 500
 */
public record EvidenceQuery(
        Instant from,
        Instant until,
        @Nullable RecordKind kind,
        @Nullable String system,
        @Nullable String resource,
        @Nullable String purpose,
        @Nullable String grant,
        @Nullable String subject,
        @Nullable String cursor,
        int limit) {

    /** Records a page may hold at most. */
    public static final int MAX_LIMIT = 500;

    public EvidenceQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit 必须在 1 到 500 之间 / limit must be 1 to 500");
        }
    }
}
