package cn.laohekou.hub.security.certificate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Dates as authorities write them: {@code YYYYMMDD} or {@code YYYYMMDDhhmmss}, in local time (JT/T 1546-2025). */
final class AuthorityDates {

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
    private static final int DAY_LENGTH = 8;

    private AuthorityDates() {}

    /** First moment of what begins then; a missing date lies before everything. */
    static Instant begin(@Nullable String text, ZoneId zone) {
        return text == null ? Instant.MIN : read(text, zone, 0);
    }

    /** First moment after what ends then: a day counts to its end; a missing date lies after everything. */
    static Instant end(@Nullable String text, ZoneId zone) {
        return text == null ? Instant.MAX : read(text, zone, 1);
    }

    private static Instant read(String text, ZoneId zone, int daysAfter) {
        try {
            return text.length() == DAY_LENGTH
                    ? LocalDate.parse(text, DAY)
                            .plusDays(daysAfter)
                            .atStartOfDay(zone)
                            .toInstant()
                    : LocalDateTime.parse(text, SECOND).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new Unfit(CertificateResult.UNCHECKABLE);
        }
    }
}
