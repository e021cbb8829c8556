package cn.laohekou.hub.security.law;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/**
 * One year's holidays as the State Council's General Office announced them.
 *
 * @param year the year
 * @param source the announcement
 * @param holidays days off; weekend days may stand among them
 * @param workdays weekend days that are worked on (调休)
 */
public record CalendarYear(int year, String source, Set<LocalDate> holidays, Set<LocalDate> workdays) {

    /**
     * Checks the days.
     *
     * @throws IllegalArgumentException when a day lies in another year, a worked day is no weekend day, a day is both,
     *     or no holiday is named: such a year was not announced, it was mistyped
     */
    public CalendarYear {
        holidays = Set.copyOf(holidays);
        workdays = Set.copyOf(workdays);
        if (holidays.isEmpty()) {
            throw new IllegalArgumentException("a year without holidays: " + year);
        }
        for (LocalDate day : holidays) {
            require(day.getYear() == year, day);
        }
        for (LocalDate day : workdays) {
            require(day.getYear() == year && weekend(day) && !holidays.contains(day), day);
        }
    }

    private static void require(boolean fits, LocalDate day) {
        if (!fits) {
            throw new IllegalArgumentException("day does not fit the year: " + day);
        }
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    /** Whether a day of this year is worked on. */
    boolean isWorkday(LocalDate day) {
        return workdays.contains(day) || (!weekend(day) && !holidays.contains(day));
    }
}
