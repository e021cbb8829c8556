package cn.laohekou.hub.runtime.job;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When a stream is due. Immutable. */
public final class Schedule {

    /** Shorter intervals would only leave evidence of nothing. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private static final CronParser CRON = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final Next next;

    @FunctionalInterface
    private interface Next {
        Optional<Instant> after(Instant last, ZoneId zone);
    }

    private Schedule(Next next) {
        this.next = next;
    }

    /**
     * Reads a schedule.
     *
     * @param text an ISO 8601 interval or cron of five parts
     * @return empty when it is neither, or shorter than ten seconds
     */
    public static Optional<Schedule> parse(String text) {
        try {
            if (text.startsWith("P")) {
                Duration every = Duration.parse(text);
                return every.compareTo(SHORTEST) < 0
                        ? Optional.empty()
                        : Optional.of(new Schedule((last, zone) -> Optional.of(last.plus(every))));
            }
            ExecutionTime times = ExecutionTime.forCron(CRON.parse(text).validate());
            return Optional.of(new Schedule(
                    (last, zone) -> times.nextExecution(last.atZone(zone)).map(java.time.ZonedDateTime::toInstant)));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is due again. */
    public boolean due(Instant last, Instant now, ZoneId zone) {
        return next.after(last, zone).map(at -> !at.isAfter(now)).orElse(false);
    }
}
