package cn.laohekou.hub.security.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkCalendarTest {

    private final WorkCalendar calendar = WorkCalendar.shipped();

    @ParameterizedTest
    @CsvSource({
        // an ordinary week
        "2026-11-16, 1, 2026-11-17",
        "2026-11-20, 1, 2026-11-23",
        // the National Day holiday of 2026 with its make-up day on Saturday 10 October
        "2026-09-30, 1, 2026-10-08",
        "2026-09-30, 3, 2026-10-10",
        "2026-09-30, 4, 2026-10-12",
        // Spring Festival 2026: Saturday 14 and Saturday 28 February are worked on, 15 to 23 are not
        "2026-02-13, 1, 2026-02-14",
        "2026-02-13, 2, 2026-02-24",
        "2026-02-13, 6, 2026-02-28",
        // across the end of a year
        "2025-12-31, 1, 2026-01-04",
        "2025-09-26, 10, 2025-10-16",
    })
    void periodsFollowTheAnnouncedHolidaysAndMakeUpDays(LocalDate begin, int days, LocalDate last) {
        assertThat(calendar.last(begin, days)).isEqualTo(new WorkCalendar.Reckoned.Day(last));
    }

    @Test
    void aYearThatWasNotAnnouncedIsNamedAndNotGuessed() {
        assertThat(calendar.last(LocalDate.parse("2026-12-31"), 1))
                .isEqualTo(new WorkCalendar.Reckoned.UnknownYear(2027));
        assertThat(calendar.last(LocalDate.parse("2024-06-03"), 1))
                .isEqualTo(new WorkCalendar.Reckoned.UnknownYear(2024));
    }

    @Test
    void anAnnouncedYearIsAddedAsData() {
        CalendarYear next =
                new CalendarYear(2027, "公布文件", Set.copyOf(WorkCalendar.days("2027-01-01..2027-01-03")), Set.of());

        assertThat(calendar.with(List.of(next)).last(LocalDate.parse("2026-12-31"), 1))
                .isEqualTo(new WorkCalendar.Reckoned.Day(LocalDate.parse("2027-01-04")));
        assertThat(calendar.known()).containsExactly(2025, 2026);
    }

    @Test
    void aMistypedYearIsRefused() {
        LocalDate newYear = LocalDate.parse("2027-01-01");
        assertThatThrownBy(() -> new CalendarYear(2027, "", Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CalendarYear(2027, "", Set.of(LocalDate.parse("2026-01-01")), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CalendarYear(2027, "", Set.of(newYear), Set.of(LocalDate.parse("2027-01-05"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WorkCalendar.parse(List.of("year 2027", "holiday 2027-01-01")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WorkCalendar.days("2027-02-03..2027-02-01"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
