package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.law.CalendarYear;
import cn.laohekou.hub.security.law.LegalClock;
import cn.laohekou.hub.security.law.Reckoning;
import cn.laohekou.hub.security.law.WorkCalendar;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calendar and the periods in force: what ships with the hub, and what the data authority entered. */
final class LawSettings {

    private LawSettings() {}

    /** Reads what is in force. */
    static Reckoning load(Connection connection, ZoneId zone) throws SQLException {
        return new Reckoning(calendar(connection), limits(connection), zone);
    }

    static WorkCalendar calendar(Connection connection) throws SQLException {
        List<CalendarYear> entered = Sql.list(
                connection,
                "SELECT year, source, holidays, workdays FROM registry.calendar_year",
                row -> new CalendarYear(
                        row.getInt("year"),
                        row.getString("source"),
                        days(row.getString("holidays")),
                        days(row.getString("workdays"))));
        return WorkCalendar.shipped().with(entered);
    }

    static Map<LegalClock, Integer> limits(Connection connection) throws SQLException {
        Map<LegalClock, Integer> limits = new EnumMap<>(LegalClock.class);
        Sql.list(
                connection,
                "SELECT kind, days FROM registry.sharing_limit",
                row -> LegalClock.of(row.getString(1)).map(clock -> {
                    try {
                        return limits.put(clock, row.getInt(2));
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        return limits;
    }

    private static Set<LocalDate> days(String json) {
        Set<LocalDate> days = new HashSet<>();
        for (JsonNode day : Json.storedArray(json)) {
            days.add(LocalDate.parse(day.asText()));
        }
        return days;
    }
}
