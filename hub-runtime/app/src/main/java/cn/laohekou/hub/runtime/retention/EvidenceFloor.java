package cn.laohekou.hub.runtime.retention;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long evidence stays in the database. A batch holds records of use, kept for three years (Government Data Sharing
 * Regulations, Decree 809, art. 29), beside audit records, kept for six months (GB/T 22239-2019): the longer time decides
 * for both.
 *
 * @param days days it stays, never fewer than {@link #LEAST_DAYS}
 * @param zone whose calendar dates are meant in
 * @param clock the time
 */
public record EvidenceFloor(int days, ZoneId zone, InstantSource clock) {

    /** The longest three years. */
    public static final int LEAST_DAYS = 1_096;

    /**
     * Checks the floor.
     *
     * @throws IllegalArgumentException when it is lower than the law's
     */
    public EvidenceFloor {
        if (days < LEAST_DAYS) {
            throw new IllegalArgumentException("Evidence is kept for 1096 days at least");
        }
    }

    /** Before this instant evidence may be archived and leave the database. */
    public Instant now() {
        return clock.instant().minus(Duration.ofDays(days));
    }

    /**
     * Before which instant somebody wants to archive.
     *
     * @param date the date as asked for; null for as much as may go
     * @throws Refused when younger evidence would go than may
     */
    public Instant before(@Nullable LocalDate date) {
        Instant floor = now();
        if (date == null) {
            return floor;
        }
        Instant asked = date.atStartOfDay(zone).toInstant();
        if (asked.isAfter(floor)) {
            LocalDate latest = floor.atZone(zone).toLocalDate();
            throw new Refused(Problem.of(
                    ErrorCode.PARAMETER_INVALID,
                    List.of(FieldError.of(
                            "/before",
                            "不得晚于 " + latest + "：使用记录至少保存 " + days + " 天",
                            "must not be later than " + latest + ": records are kept for " + days + " days"))));
        }
        return asked;
    }
}
