package cn.laohekou.hub.security.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.law.Reckoning.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReckoningTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Instant FRIDAY = Instant.parse("2026-11-20T09:00:00Z");

    private final Reckoning law = new Reckoning(WorkCalendar.shipped(), Map.of(), SHANGHAI);

    @Test
    void thePeriodsAreThoseOfTheLaw() {
        assertThat(law.days(LegalClock.UNCONDITIONAL_ANSWER)).isEqualTo(1);
        assertThat(law.days(LegalClock.CONDITIONAL_ANSWER)).isEqualTo(10);
        assertThat(LegalClock.CONDITIONAL_ANSWER.extension()).isEqualTo(10);
        assertThat(law.days(LegalClock.DELIVERY)).isEqualTo(20);
        assertThat(law.days(LegalClock.CORRECTION)).isEqualTo(10);
        assertThat(law.days(LegalClock.CATALOGUE_REVIEW)).isEqualTo(2);
    }

    @Test
    void aPeriodEndsAtTheCitysMidnightAfterItsLastDay() {
        assertThat(law.end(FRIDAY, 1)).contains(Instant.parse("2026-11-23T16:00:00Z"));
        // In Beijing it is Saturday already: the Monday is still the first working day.
        assertThat(law.end(Instant.parse("2026-11-20T17:00:00Z"), 1)).contains(Instant.parse("2026-11-23T16:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource(LegalClock.class)
    void everyPeriodCanBeMadeShorterAndNoneLonger(LegalClock clock) {
        assertThat(new Reckoning(WorkCalendar.shipped(), Map.of(clock, 1), SHANGHAI).days(clock))
                .isEqualTo(1);
        assertThatThrownBy(() -> new Reckoning(WorkCalendar.shipped(), Map.of(clock, clock.ceiling() + 1), SHANGHAI))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reckoning(WorkCalendar.shipped(), Map.of(clock, 0), SHANGHAI))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatReachesIntoAnUnknownYearHasNoEnd() {
        Instant december = Instant.parse("2026-12-25T02:00:00Z");

        assertThat(law.end(december, 10)).isEmpty();
        assertThat(law.unknownYear(december, 10)).contains(2027);
        assertThat(Reckoning.urgency(law.end(december, 10), december)).isEqualTo(Urgency.UNKNOWN);
    }

    @Test
    void urgencyTurnsFromLaterToSoonToOverdue() {
        Instant end = law.end(FRIDAY, 5).orElseThrow();

        assertThat(Reckoning.urgency(Optional.of(end), FRIDAY)).isEqualTo(Urgency.LATER);
        assertThat(Reckoning.urgency(Optional.of(end), end.minus(Duration.ofDays(2))))
                .isEqualTo(Urgency.SOON);
        assertThat(Reckoning.urgency(Optional.of(end), end.minusMillis(1))).isEqualTo(Urgency.SOON);
        assertThat(Reckoning.urgency(Optional.of(end), end)).isEqualTo(Urgency.OVERDUE);
    }
}
