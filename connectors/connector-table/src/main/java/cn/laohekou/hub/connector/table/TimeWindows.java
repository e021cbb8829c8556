package cn.laohekou.hub.connector.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of day in which bulk work may run. Immutable. */
final class TimeWindows {

    private static final Pattern WINDOW =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])");

    private record Window(LocalTime from, LocalTime until) {
        /** One that ends before it begins goes over midnight. */
        boolean covers(LocalTime now) {
            return from.isBefore(until)
                    ? !now.isBefore(from) && now.isBefore(until)
                    : !now.isBefore(from) || now.isBefore(until);
        }
    }

    private final List<Window> windows;

    private TimeWindows(List<Window> windows) {
        this.windows = windows;
    }

    static TimeWindows parse(String text) throws ConnectorFault {
        List<Window> read = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Matcher times = WINDOW.matcher(part.strip());
            if (!times.matches()) {
                throw Faults.misconfigured(
                        "windows 应为以逗号分隔的 时:分-时:分，例如 20:00-06:00。",
                        "windows must be hh:mm-hh:mm joined by commas, for example 20:00-06:00.");
            }
            read.add(new Window(
                    LocalTime.parse(times.group(1) + ":" + times.group(2)),
                    LocalTime.parse(times.group(3) + ":" + times.group(4))));
        }
        return new TimeWindows(List.copyOf(read));
    }

    boolean open(LocalTime now) {
        return windows.isEmpty() || windows.stream().anyMatch(window -> window.covers(now));
    }
}
