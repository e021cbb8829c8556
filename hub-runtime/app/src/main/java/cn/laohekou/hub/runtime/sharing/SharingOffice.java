package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.ManagementWork;
import cn.laohekou.hub.security.law.CalendarYear;
import cn.laohekou.hub.security.law.LegalClock;
import cn.laohekou.hub.security.law.WorkCalendar;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the data authority keeps: the working-day calendar, the periods, the monthly report; and everyone's notices. */
public final class SharingOffice {

    private final DataSource database;
    private final Changes changes;
    private final Deadlines deadlines;
    private final ZoneId zone;

    /**
     * @param database the run-time role's connections
     * @param changes the way people's writes go
     * @param zone the city's zone
     */
    public SharingOffice(DataSource database, Changes changes, ZoneId zone) {
        this.database = database;
        this.changes = changes;
        this.deadlines = new Deadlines(zone);
        this.zone = zone;
    }

    /** The known years. */
    public List<ObjectNode> calendar() {
        return Sharing.read(database, connection -> {
            WorkCalendar calendar = LawSettings.calendar(connection);
            List<ObjectNode> years = new ArrayList<>();
            for (int year : calendar.known()) {
                years.add(view(calendar.year(year)));
            }
            return years;
        });
    }

    private static ObjectNode view(CalendarYear year) {
        ObjectNode view = Json.object().put("year", year.year()).put("source", year.source());
        new TreeSet<>(year.holidays()).forEach(day -> view.withArray("holidays").add(day.toString()));
        ArrayNode work = view.putArray("workdays");
        new TreeSet<>(year.workdays()).forEach(day -> work.add(day.toString()));
        return view;
    }

    /**
     * Enters a year; clocks that waited for it get their end in the same change.
     *
     * @param holidays days or {@code first..last}
     * @param workdays weekend days worked on
     */
    public ObjectNode enterYear(Call call, int year, String source, List<String> holidays, List<String> workdays) {
        CalendarYear entered = year(year, source, holidays, workdays);
        return changes.make(call, connection -> {
            ObjectNode view = view(entered);
            int there = Sql.update(
                    connection,
                    "UPDATE registry.calendar_year SET source = ?, holidays = CAST(? AS jsonb),"
                            + " workdays = CAST(? AS jsonb), created_at = ?, created_by = ? WHERE year = ?",
                    source,
                    view.path("holidays").toString(),
                    view.path("workdays").toString(),
                    changes.clock().instant(),
                    call.actor().user(),
                    year);
            if (there == 0) {
                Sql.update(
                        connection,
                        "INSERT INTO registry.calendar_year (year, source, holidays, workdays, created_at, created_by)"
                                + " VALUES (?, ?, CAST(? AS jsonb), CAST(? AS jsonb), ?, ?)",
                        year,
                        source,
                        view.path("holidays").toString(),
                        view.path("workdays").toString(),
                        changes.clock().instant(),
                        call.actor().user());
            }
            view.put("deadlinesReckoned", deadlines.reckonAgain(connection));
            return new ManagementWork.Result<>(
                    view,
                    List.of(changes.audit(call.actor(), "calendar", "enter", Integer.toString(year), null, view)),
                    false);
        });
    }

    private static CalendarYear year(int year, String source, List<String> holidays, List<String> workdays) {
        try {
            Set<LocalDate> off = new HashSet<>();
            holidays.forEach(text -> off.addAll(WorkCalendar.days(text)));
            Set<LocalDate> work = new HashSet<>();
            workdays.forEach(text -> work.addAll(WorkCalendar.days(text)));
            return new CalendarYear(year, source, off, work);
        } catch (IllegalArgumentException e) {
            throw new Refused(Problem.of(
                    ErrorCode.REGISTRATION_INVALID,
                    List.of(FieldError.of(
                            "/holidays",
                            "日期应属于该年；调休上班日应为周末且不是放假日（" + e.getMessage() + "）",
                            "days must lie in the year; worked days must be weekend days and no holidays ("
                                    + e.getMessage() + ")"))));
        }
    }

    /** The periods with the law's ceiling and what applies. */
    public List<ObjectNode> limits() {
        return Sharing.read(database, connection -> {
            Map<LegalClock, Integer> shorter = LawSettings.limits(connection);
            List<ObjectNode> views = new ArrayList<>();
            for (LegalClock clock : LegalClock.values()) {
                views.add(limit(clock, shorter.getOrDefault(clock, clock.ceiling())));
            }
            return views;
        });
    }

    private static ObjectNode limit(LegalClock clock, int days) {
        return Json.object()
                .put("clock", clock.code())
                .put("zh", clock.zh())
                .put("en", clock.en())
                .put("article", clock.article())
                .put("workingDays", days)
                .put("ceiling", clock.ceiling());
    }

    /** Makes a period shorter, or as long as the law has it; never longer. Clocks that run already keep theirs. */
    public ObjectNode setLimit(Call call, String code, int days, String basis) {
        LegalClock clock = LegalClock.of(code).orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        if (days < 1 || days > clock.ceiling()) {
            throw new Refused(Problem.of(
                    ErrorCode.REGISTRATION_INVALID,
                    List.of(FieldError.of(
                            "/workingDays",
                            "应为 1 至 " + clock.ceiling() + "：期限只能比条例更短",
                            "must be 1 to " + clock.ceiling() + ": a period can only be shorter than the law's"))));
        }
        return changes.make(call, connection -> {
            int before = LawSettings.limits(connection).getOrDefault(clock, clock.ceiling());
            int there = Sql.update(
                    connection,
                    "UPDATE registry.sharing_limit SET days = ?, basis = ?, changed_at = ?, changed_by = ?"
                            + " WHERE kind = ?",
                    days,
                    basis,
                    changes.clock().instant(),
                    call.actor().user(),
                    code);
            if (there == 0) {
                Sql.update(
                        connection,
                        "INSERT INTO registry.sharing_limit (kind, days, basis, changed_at, changed_by)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        code,
                        days,
                        basis,
                        changes.clock().instant(),
                        call.actor().user());
            }
            ObjectNode after = limit(clock, days);
            return new ManagementWork.Result<>(
                    after,
                    List.of(changes.audit(
                            call.actor(),
                            "sharing-limit",
                            "set",
                            code,
                            limit(clock, before),
                            after.deepCopy().put("basis", basis))),
                    false);
        });
    }

    /** A person's department's notices, newest first; a person with a city-wide role sees all. */
    public List<ObjectNode> notices(Actor actor) {
        String bound = Sharing.bound(actor);
        return Sharing.read(
                database,
                connection -> Sql.list(
                        connection,
                        "SELECT * FROM registry.notice WHERE CAST(? AS varchar) IS NULL OR department = ?"
                                + " ORDER BY id DESC LIMIT 500",
                        SharingOffice::notice,
                        bound,
                        bound));
    }

    /** Somebody of the department has read it. */
    public ObjectNode readNotice(Call call, long id) {
        return changes.make(call, connection -> {
            ObjectNode before = find(connection, call.actor(), id);
            Sql.update(
                    connection,
                    "UPDATE registry.notice SET read_at = coalesce(read_at, ?), read_by = coalesce(read_by, ?)"
                            + " WHERE id = ?",
                    changes.clock().instant(),
                    call.actor().user(),
                    id);
            ObjectNode after = find(connection, call.actor(), id);
            return new ManagementWork.Result<>(
                    after,
                    List.of(changes.audit(call.actor(), "notice", "read", Long.toString(id), before, after)),
                    false);
        });
    }

    private static ObjectNode find(Connection connection, Actor actor, long id) throws SQLException {
        return Sql.one(connection, "SELECT * FROM registry.notice WHERE id = ?", SharingOffice::notice, id)
                .filter(notice -> actor.isOf(notice.path("department").asText()))
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    private static ObjectNode notice(ResultSet row) throws SQLException {
        return Json.object()
                .put("id", row.getLong("id"))
                .put("department", row.getString("department"))
                .put("at", String.valueOf(Sql.instant(row, "at")))
                .put("subject", row.getString("subject"))
                .put("zh", row.getString("zh"))
                .put("en", row.getString("en"))
                .put("readAt", text(row))
                .put("readBy", row.getString("read_by"));
    }

    private static @Nullable String text(ResultSet row) throws SQLException {
        return row.getObject("read_at") == null ? null : String.valueOf(Sql.instant(row, "read_at"));
    }

    /** The month's legal report. */
    public ObjectNode report(YearMonth month) {
        return Sharing.read(
                database,
                connection -> SharingReport.of(
                        connection, month, zone, changes.clock().instant()));
    }
}
