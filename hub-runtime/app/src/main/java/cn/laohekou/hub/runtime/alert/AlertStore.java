package cn.laohekou.hub.runtime.alert;

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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Rows of alerts: written by the hub when raised, by people when acknowledged or silenced. */
public final class AlertStore {

    /** Nobody silences an alert for longer: 30 days. */
    private static final Duration LONGEST_SILENCE = Duration.ofDays(30);

    private static final String ONE = "SELECT * FROM registry.alert WHERE id = ?";

    private final DataSource database;
    private final Changes changes;

    /**
     * @param database the run-time role's connections
     * @param changes the way people's writes go
     */
    public AlertStore(DataSource database, Changes changes) {
        this.database = database;
        this.changes = changes;
    }

    /** Writes an alert; true when it was not there or was cleared before. */
    boolean raise(Alerts.Key key, Alerts.Wanted wanted) throws SQLException {
        try (Connection connection = database.getConnection()) {
            int again = Sql.update(
                    connection,
                    "UPDATE registry.alert SET department = ?, zh = ?, en = ?, due_at = ?, raised_at = ?,"
                            + " cleared_at = NULL, acknowledged_at = NULL, acknowledged_by = NULL,"
                            + " silenced_until = NULL, silenced_by = NULL, note = NULL"
                            + " WHERE kind = ? AND key = ? AND cleared_at IS NOT NULL",
                    wanted.department(),
                    wanted.zh(),
                    wanted.en(),
                    wanted.due(),
                    wanted.at(),
                    key.kind(),
                    key.key());
            if (again > 0) {
                return true;
            }
            int open = Sql.update(
                    connection,
                    "UPDATE registry.alert SET department = ?, zh = ?, en = ?, due_at = ? WHERE kind = ? AND key = ?",
                    wanted.department(),
                    wanted.zh(),
                    wanted.en(),
                    wanted.due(),
                    key.kind(),
                    key.key());
            if (open > 0) {
                return false;
            }
            Sql.update(
                    connection,
                    "INSERT INTO registry.alert (kind, key, department, zh, en, due_at, raised_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    key.kind(),
                    key.key(),
                    wanted.department(),
                    wanted.zh(),
                    wanted.en(),
                    wanted.due(),
                    wanted.at());
            return true;
        }
    }

    /** Ends an alert; true when there was one. */
    boolean clear(Alerts.Key key, Instant at) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(
                            connection,
                            "UPDATE registry.alert SET cleared_at = ? WHERE kind = ? AND key = ?"
                                    + " AND cleared_at IS NULL",
                            at,
                            key.kind(),
                            key.key())
                    > 0;
        }
    }

    /**
     * Open alerts: what is overdue first, then by date, then the newest without a date.
     *
     * @param actor a department-bound person sees the own department's
     * @param silenced whether to list the silenced ones too
     */
    public List<ObjectNode> list(Actor actor, boolean silenced) {
        String bound = bound(actor);
        Instant now = changes.clock().instant();
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT * FROM registry.alert WHERE cleared_at IS NULL"
                            + " AND (CAST(? AS varchar) IS NULL OR department = ?)"
                            + " AND (CAST(? AS boolean) OR silenced_until IS NULL OR silenced_until <= ?)"
                            + " ORDER BY due_at ASC NULLS LAST, raised_at DESC, id DESC LIMIT 1000",
                    row -> view(row, now),
                    bound,
                    bound,
                    silenced,
                    now);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /** A person has seen it and sees to it. */
    public ObjectNode acknowledge(Call call, long id, @Nullable String note) {
        return change(
                call,
                id,
                "acknowledge",
                connection -> Sql.update(
                        connection,
                        "UPDATE registry.alert SET acknowledged_at = ?, acknowledged_by = ?, note = coalesce(?, note)"
                                + " WHERE id = ?",
                        changes.clock().instant(),
                        call.actor().user(),
                        note,
                        id));
    }

    /**
     * Hides an alert for a while; it comes back by itself.
     *
     * @param until by when; at most 30 days ahead
     */
    public ObjectNode silence(Call call, long id, Instant until, String note) {
        Instant now = changes.clock().instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SILENCE))) {
            throw new Refused(Problem.of(
                    ErrorCode.REGISTRATION_INVALID,
                    List.of(FieldError.of("/until", "应为今后 30 天以内的时间", "must be a time within the next 30 days"))));
        }
        return change(
                call,
                id,
                "silence",
                connection -> Sql.update(
                        connection,
                        "UPDATE registry.alert SET silenced_until = ?, silenced_by = ?, note = ? WHERE id = ?",
                        until,
                        call.actor().user(),
                        note,
                        id));
    }

    @FunctionalInterface
    private interface Write {
        int in(Connection connection) throws SQLException;
    }

    private ObjectNode change(Call call, long id, String action, Write write) {
        Instant now = changes.clock().instant();
        return changes.make(call, connection -> {
            String bound = bound(call.actor());
            ObjectNode before = Sql.one(
                            connection,
                            ONE + " AND cleared_at IS NULL AND (CAST(? AS varchar) IS NULL OR department = ?)",
                            row -> view(row, now),
                            id,
                            bound,
                            bound)
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            write.in(connection);
            ObjectNode after = Sql.one(connection, ONE, row -> view(row, now), id)
                    .orElseThrow(() -> new SQLException("Row not written"));
            return new ManagementWork.Result<>(
                    after,
                    List.of(changes.audit(call.actor(), "alert", action, Long.toString(id), before, after)),
                    false);
        });
    }

    private static @Nullable String bound(Actor actor) {
        return actor.boundToDepartment() ? String.valueOf(actor.department()) : null;
    }

    private static ObjectNode view(ResultSet row, Instant now) throws SQLException {
        Instant due = Sql.instant(row, "due_at");
        ObjectNode view = Json.object()
                .put("id", row.getLong("id"))
                .put("kind", row.getString("kind"))
                .put("key", row.getString("key"))
                .put("department", row.getString("department"))
                .put("zh", row.getString("zh"))
                .put("en", row.getString("en"));
        put(view, "due", due);
        view.put("overdue", due != null && due.isBefore(now));
        put(view, "raisedAt", Sql.instant(row, "raised_at"));
        put(view, "acknowledgedAt", Sql.instant(row, "acknowledged_at"));
        view.put("acknowledgedBy", row.getString("acknowledged_by"));
        put(view, "silencedUntil", Sql.instant(row, "silenced_until"));
        view.put("note", row.getString("note"));
        return view;
    }

    private static void put(ObjectNode view, String name, @Nullable Instant time) {
        view.put(name, time == null ? null : time.toString());
    }
}
