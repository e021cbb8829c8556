package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.Running;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.ManagementWork;
import cn.laohekou.hub.security.law.Reckoning;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Looks at everything that has a date: raises alerts for what is due, ends emergency stops, opens the tasks of grants that
 * ran out. Running on several nodes it does nothing twice.
 */
public final class SharingWatch {

    private static final String OVERDUE = "DEADLINE_OVERDUE";
    private static final String SOON = "DEADLINE_SOON";
    private static final String UNKNOWN = "CALENDAR_YEAR_UNKNOWN";

    private final DataSource database;
    private final Registry registry;
    private final Alerts alerts;
    private final Deadlines deadlines;
    private final Cases cases;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * @param database the run-time role's connections
     * @param registry where stops end
     * @param alerts where alerts are raised
     * @param clock the time
     * @param zone the city's zone
     */
    public SharingWatch(DataSource database, Registry registry, Alerts alerts, Clock clock, ZoneId zone) {
        this.database = database;
        this.registry = registry;
        this.alerts = alerts;
        this.deadlines = new Deadlines(zone);
        this.cases = new Cases(deadlines);
        this.clock = clock;
        this.zone = zone;
    }

    /** Looks once. */
    public synchronized void look() throws SQLException {
        alertDeadlines();
        endEmergencies();
        openTasks();
    }

    private void alertDeadlines() throws SQLException {
        Set<String> raised = new HashSet<>();
        try (Connection connection = database.getConnection()) {
            for (Deadlines.Running running : deadlines.open(connection)) {
                String kind =
                        switch (Reckoning.urgency(running.due(), clock.instant())) {
                            case OVERDUE -> OVERDUE;
                            case SOON -> SOON;
                            case UNKNOWN -> UNKNOWN;
                            case LATER -> "";
                        };
                if (!kind.isEmpty()) {
                    raise(kind, running);
                    raised.add(kind + " " + key(running));
                }
            }
            Sql.list(
                            connection,
                            "SELECT kind, key FROM registry.alert WHERE cleared_at IS NULL AND kind IN (?, ?, ?)",
                            row -> new Alerts.Key(row.getString(1), row.getString(2)),
                            OVERDUE,
                            SOON,
                            UNKNOWN)
                    .stream()
                    .filter(open -> !raised.contains(open.kind() + " " + open.key()))
                    .forEach(over -> alerts.clear(over.kind(), over.key()));
        }
    }

    private static String key(Deadlines.Running running) {
        return running.clock().code() + ":" + running.key();
    }

    private void raise(String kind, Deadlines.Running running) {
        String what = running.clock().zh() + "（" + running.key() + "，条例"
                + running.clock().article() + "）";
        String whatEn = running.clock().en() + " (" + running.key() + ")";
        Instant due = running.due().orElse(null);
        String last = due == null
                ? ""
                : due.minusSeconds(1).atZone(zone).toLocalDate().toString();
        String zh =
                switch (kind) {
                    case OVERDUE -> what + "已逾期，应于 " + last + " 前办结";
                    case SOON -> what + "即将到期，应于 " + last + " 前办结";
                    default -> what + "的期限跨入尚无放假安排的年份，无法计算；请数据主管部门录入该年工作日历";
                };
        String en =
                switch (kind) {
                    case OVERDUE -> whatEn + " is overdue; its last day was " + last;
                    case SOON -> whatEn + " is due soon; its last day is " + last;
                    default -> whatEn + " reaches into a year whose holidays are not known; enter that year's calendar";
                };
        alerts.raise(running.department(), kind, key(running), zh, en, due);
    }

    private record Ended(ObjectKind kind, String name, Running.Hand hand) {}

    private void endEmergencies() throws SQLException {
        List<Ended> ended;
        try (Connection connection = database.getConnection()) {
            ended = Sql.list(
                    connection,
                    "SELECT object_kind, object_name, by FROM registry.filing"
                            + " WHERE ended_at IS NULL AND ends_at IS NOT NULL AND ends_at <= ? ORDER BY id",
                    row -> new Ended(
                            ObjectKind.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                            row.getString(2),
                            new Running.Hand(
                                    row.getString(3).substring(row.getString(3).lastIndexOf('/') + 1))),
                    clock.instant());
        }
        for (Ended one : ended) {
            registry.running().endEmergency(one.kind(), one.name(), one.hand());
        }
    }

    private record RunOut(String grant, String consumer, String provider) {}

    /** Grants whose validity has ended: what rests on them ends, and the consumer owes its report. */
    private void openTasks() throws SQLException {
        List<RunOut> candidates;
        try (Connection connection = database.getConnection()) {
            candidates = Sql.list(
                    connection,
                    "SELECT o.name, o.department, o.provider FROM registry.object o JOIN registry.revision r"
                            + " ON r.kind = o.kind AND r.name = o.name AND r.number = o.running"
                            + " WHERE o.kind = 'grant' AND o.state = 'active' AND o.provider <> o.department"
                            + " AND CAST(r.spec ->> 'validUntil' AS timestamptz) <= ?"
                            + " AND NOT EXISTS (SELECT 1 FROM registry.sharing_case c WHERE c.kind = 'task'"
                            + " AND c.subject = o.name AND (c.state = 'open'"
                            + " OR c.opened_at >= CAST(r.spec ->> 'validUntil' AS timestamptz)))",
                    row -> new RunOut(row.getString(1), row.getString(2), row.getString(3)),
                    clock.instant());
        }
        for (RunOut one : candidates) {
            Call call = Call.of(Actor.HUB);
            ObjectNode unused = registry.changes().make(call, connection -> {
                Instant now = clock.instant();
                cases.openTask(connection, call, one.grant(), one.consumer(), one.provider(), now);
                ObjectNode view = Json.object().put("grant", one.grant()).put("endedAt", now.toString());
                return new ManagementWork.Result<>(
                        view,
                        List.of(registry.changes().audit(Actor.HUB, "task", "open", one.grant(), null, view)),
                        false);
            });
        }
    }
}
