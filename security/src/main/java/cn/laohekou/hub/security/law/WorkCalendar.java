package cn.laohekou.hub.security.law;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Chinese working days of the years that were announced. A year that was not is never guessed. */
public final class WorkCalendar {

    private static final String FILE = "working-days.txt";
    private static final WorkCalendar SHIPPED = new WorkCalendar(read());

    private final Map<Integer, CalendarYear> years;

    private WorkCalendar(List<CalendarYear> announced) {
        Map<Integer, CalendarYear> byYear = new HashMap<>();
        announced.forEach(year -> byYear.put(year.year(), year));
        this.years = Map.copyOf(byYear);
    }

    /** The years that ship with the hub, from {@code working-days.txt}. */
    public static WorkCalendar shipped() {
        return SHIPPED;
    }

    /** A calendar of the given years alone. */
    public static WorkCalendar of(List<CalendarYear> announced) {
        return new WorkCalendar(announced);
    }

    /** This calendar with further years; one that is known already is replaced. */
    public WorkCalendar with(List<CalendarYear> announced) {
        List<CalendarYear> all = new ArrayList<>(years.values());
        all.addAll(announced);
        return new WorkCalendar(all);
    }

    /** The known years in order. */
    public Set<Integer> known() {
        return new TreeSet<>(years.keySet());
    }

    /** A known year. */
    public CalendarYear year(int year) {
        return Objects.requireNonNull(years.get(year), "year not known");
    }

    /** Where a count of working days leads. */
    public sealed interface Reckoned {

        /**
         * The last day of a period.
         *
         * @param last on which something may still be done in time
         */
        record Day(LocalDate last) implements Reckoned {}

        /**
         * The period reaches into a year whose holidays are not known.
         *
         * @param year the first such year
         */
        record UnknownYear(int year) implements Reckoned {}
    }

    /**
     * The last day of a period of working days. The day on which it begins does not count (民法典第二百零一条).
     *
     * @param begin day of the event that starts the period
     * @param workdays length of the period, at least 1
     */
    public Reckoned last(LocalDate begin, int workdays) {
        if (workdays < 1) {
            throw new IllegalArgumentException("a period has at least one working day");
        }
        LocalDate day = begin;
        int left = workdays;
        while (left > 0) {
            day = day.plusDays(1);
            CalendarYear year = years.get(day.getYear());
            if (year == null) {
                return new Reckoned.UnknownYear(day.getYear());
            }
            if (year.isWorkday(day)) {
                left--;
            }
        }
        return new Reckoned.Day(day);
    }

    private static List<CalendarYear> read() {
        try (InputStream file = WorkCalendar.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(file, FILE), StandardCharsets.UTF_8))) {
            return parse(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads announced years.
     *
     * @param lines {@code year}, {@code source}, {@code off} and {@code work} lines; a day or {@code first..last}
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    static List<CalendarYear> parse(List<String> lines) {
        List<CalendarYear> read = new ArrayList<>();
        int year = 0;
        String source = "";
        Set<LocalDate> off = new HashSet<>();
        Set<LocalDate> work = new HashSet<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String word = space < 0 ? line : line.substring(0, space);
            String value = space < 0 ? "" : line.substring(space + 1).strip();
            switch (word) {
                case "year" -> {
                    if (year > 0) {
                        read.add(new CalendarYear(year, source, off, work));
                    }
                    year = Integer.parseInt(value);
                    off = new HashSet<>();
                    work = new HashSet<>();
                }
                case "source" -> source = value;
                case "off" -> off.addAll(days(value));
                case "work" -> work.addAll(days(value));
                default -> throw new IllegalArgumentException("calendar line not understood: " + line);
            }
        }
        read.add(new CalendarYear(year, source, off, work));
        return read;
    }

    /**
     * Days written as one day or {@code first..last}.
     *
     * @throws IllegalArgumentException when it is neither, or longer than 31 days
     */
    public static List<LocalDate> days(String text) {
        try {
            int dots = text.indexOf("..");
            LocalDate first = LocalDate.parse(dots < 0 ? text : text.substring(0, dots));
            LocalDate last = dots < 0 ? first : LocalDate.parse(text.substring(dots + 2));
            if (last.isBefore(first) || last.isAfter(first.plusDays(31))) {
                throw new IllegalArgumentException("days out of order: " + text);
            }
            return first.datesUntil(last.plusDays(1)).toList();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no day: " + text, e);
        }
    }
}
