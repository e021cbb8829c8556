package cn.laohekou.hub.security.law;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Turns the law's periods into instants. Immutable. */
public final class Reckoning {

    /** So many days before its end a period counts as soon due: 2 calendar days, the hub's own choice. */
    public static final Duration SOON = Duration.ofDays(2);

    private final WorkCalendar calendar;
    private final Map<LegalClock, Integer> shorter;
    private final ZoneId zone;

    /**
     * @param calendar working days
     * @param shorter periods the city made shorter, in working days
     * @param zone the city's zone
     * @throws IllegalArgumentException when a period is not between 1 and the law's ceiling
     */
    public Reckoning(WorkCalendar calendar, Map<LegalClock, Integer> shorter, ZoneId zone) {
        this.calendar = calendar;
        this.shorter = shorter.isEmpty() ? Map.of() : new EnumMap<>(shorter);
        this.zone = zone;
        shorter.forEach((clock, days) -> {
            if (days < 1 || days > clock.ceiling()) {
                throw new IllegalArgumentException("limits can only be made shorter: " + clock);
            }
        });
    }

    /** The period that applies, in working days. */
    public int days(LegalClock clock) {
        return shorter.getOrDefault(clock, clock.ceiling());
    }

    /** Which year the calendar would need next for a period, empty when it knows all it needs. */
    public Optional<Integer> unknownYear(Instant begin, int days) {
        return calendar.last(date(begin), days) instanceof WorkCalendar.Reckoned.UnknownYear unknown
                ? Optional.of(unknown.year())
                : Optional.empty();
    }

    /**
     * End of a period: the midnight after its last day.
     *
     * @param begin what starts it
     * @param days its length in working days
     * @return empty when it reaches into a year whose holidays are not known
     */
    public Optional<Instant> end(Instant begin, int days) {
        return calendar.last(date(begin), days) instanceof WorkCalendar.Reckoned.Day day
                ? Optional.of(day.last().plusDays(1).atStartOfDay(zone).toInstant())
                : Optional.empty();
    }

    private LocalDate date(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    /** How urgent something is. The order is that of lists. */
    public enum Urgency {
        /** The period has ended. */
        OVERDUE,
        /** It ends within {@link #SOON}. */
        SOON,
        /** Nobody can say: the calendar does not know the year. */
        UNKNOWN,
        /** There is time. */
        LATER
    }

    /**
     * How urgent something is.
     *
     * @param end end of its period; empty when it could not be reckoned
     */
    public static Urgency urgency(Optional<Instant> end, Instant now) {
        if (end.isEmpty()) {
            return Urgency.UNKNOWN;
        }
        if (!now.isBefore(end.get())) {
            return Urgency.OVERDUE;
        }
        return now.plus(SOON).isBefore(end.get()) ? Urgency.LATER : Urgency.SOON;
    }
}
