package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.law.LegalClock;
import cn.laohekou.hub.security.law.Reckoning;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of corrections, disputes, the tasks at the end of a grant and the changes a catalogue entry has to follow: opened by
 * one side, closed by another.
 */
final class Cases {

    private final Deadlines deadlines;

    Cases(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /** The kinds of cases. */
    enum Kind {
        /** 校核申请 (art. 26): filed by the consumer, answered by the provider. */
        CORRECTION,
        /** 争议 (art. 28): raised by either side, decided by the data authority. */
        DISPUTE,
        /** What the consumer owes at the end of a grant (arts. 27, 29). */
        TASK,
        /** What a catalogue entry has to follow (art. 17); its subject is a resource, both its sides the owner. */
        CHANGE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The clock that runs while the case is open; null when the law sets none. */
        @Nullable
        LegalClock clock() {
            return switch (this) {
                case CORRECTION -> LegalClock.CORRECTION;
                case TASK -> LegalClock.END_REPORT;
                case DISPUTE -> null;
                case CHANGE -> LegalClock.CATALOGUE_UPDATE;
            };
        }
    }

    /**
     * A case.
     *
     * @param subject the grant it is about; of a change, the resource
     * @param view what callers see
     */
    record Case(Kind kind, String id, String consumer, String provider, String subject, String state, ObjectNode view) {

        boolean visibleTo(Actor actor) {
            return actor.maySee(consumer) || actor.isOf(provider);
        }

        Case orRefuse(Actor actor) {
            if (!visibleTo(actor)) {
                throw Refused.of(ErrorCode.NOT_FOUND);
            }
            return this;
        }
    }

    /** Opens a case; its id tells the grant or resource and which of its cases it is. */
    Case open(
            Connection connection,
            Kind kind,
            String subject,
            String consumer,
            String provider,
            ObjectNode content,
            String by,
            Instant now)
            throws SQLException {
        int number = Sql.list(
                                connection,
                                "SELECT count(*) FROM registry.sharing_case WHERE kind = ? AND subject = ?",
                                row -> row.getInt(1),
                                kind.code(),
                                subject)
                        .get(0)
                + 1;
        String id = subject + "." + kind.code() + "-" + number;
        Sql.update(
                connection,
                "INSERT INTO registry.sharing_case (kind, id, consumer, provider, subject, state, content, opened_at,"
                        + " opened_by) VALUES (?, ?, ?, ?, ?, 'open', CAST(? AS jsonb), ?, ?)",
                kind.code(),
                id,
                consumer,
                provider,
                subject,
                content.toString(),
                now,
                by);
        LegalClock clock = kind.clock();
        if (clock != null) {
            deadlines.start(connection, clock, id, kind == Kind.TASK ? consumer : provider, now);
        }
        return find(connection, kind, id, now).orElseThrow(() -> new SQLException("Row not written"));
    }

    /** Closes a case; a closed one stays as it is. */
    Case close(Connection connection, Case open, String state, ObjectNode outcome, String by, Instant now)
            throws SQLException {
        if (!open.state().equals("open")) {
            throw Refused.of(ErrorCode.STATE_CONFLICT);
        }
        Sql.update(
                connection,
                "UPDATE registry.sharing_case SET state = ?, outcome = CAST(? AS jsonb), closed_at = ?, closed_by = ?"
                        + " WHERE kind = ? AND id = ?",
                state,
                outcome.toString(),
                now,
                by,
                open.kind().code(),
                open.id());
        LegalClock clock = open.kind().clock();
        if (clock != null) {
            deadlines.close(connection, clock, open.id(), now);
        }
        return find(connection, open.kind(), open.id(), now).orElseThrow(() -> new SQLException("Row not written"));
    }

    /** Opens the task at the end of a grant unless it is open; nothing is owed by who never was granted anything. */
    void openTask(Connection connection, Call call, String grant, String consumer, String provider, Instant now)
            throws SQLException {
        boolean open = Sql.exists(
                connection,
                "SELECT 1 FROM registry.sharing_case WHERE kind = 'task' AND subject = ? AND state = 'open'",
                grant);
        if (open) {
            return;
        }
        ObjectNode content = Json.object()
                .put("zh", "授权 " + grant + " 已终止：请报告应用成效、存储情况和销毁情况")
                .put("en", "Grant " + grant + " has ended: report results of use, storage and destruction");
        Case task = open(
                connection,
                Kind.TASK,
                grant,
                consumer,
                provider,
                content,
                call.actor().user(),
                now);
        Trail.tell(
                connection,
                consumer,
                now,
                "task/" + task.id(),
                content.path("zh").asText(),
                content.path("en").asText());
    }

    Optional<Case> find(Connection connection, Kind kind, String id, Instant now) throws SQLException {
        return Sql.one(connection, SELECT + " WHERE c.kind = ? AND c.id = ?", row -> read(row, now), kind.code(), id);
    }

    /** Cases of a kind, what is due first; closed ones last. */
    List<Case> list(Connection connection, Kind kind, @Nullable String visibleTo, Instant now) throws SQLException {
        return Sql.list(
                connection,
                SELECT + " WHERE c.kind = ? AND (CAST(? AS varchar) IS NULL OR c.consumer = ? OR c.provider = ?)"
                        + " ORDER BY c.closed_at DESC NULLS FIRST, d.due_at ASC NULLS FIRST, c.opened_at LIMIT 1000",
                row -> read(row, now),
                kind.code(),
                visibleTo,
                visibleTo,
                visibleTo);
    }

    private static final String SELECT = "SELECT c.*, d.due_at, d.days FROM registry.sharing_case c"
            + " LEFT JOIN registry.deadline d ON d.key = c.id AND d.closed_at IS NULL";

    private static Case read(ResultSet row, Instant now) throws SQLException {
        Kind kind = Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        Instant due = Sql.instant(row, "due_at");
        Instant closed = Sql.instant(row, "closed_at");
        ObjectNode view = Json.object()
                .put("id", row.getString("id"))
                .put(kind == Kind.CHANGE ? "resource" : "grant", row.getString("subject"));
        if (kind != Kind.CHANGE) {
            view.put("consumer", row.getString("consumer"));
        }
        view.put("provider", row.getString("provider")).put("state", row.getString("state"));
        if (closed == null && kind.clock() != null) {
            view.put("urgency", Reckoning.urgency(Optional.ofNullable(due), now).name());
            view.put("due", due == null ? null : due.toString());
        }
        view.put("openedAt", String.valueOf(Sql.instant(row, "opened_at"))).put("openedBy", row.getString("opened_by"));
        view.set("content", Json.stored(row.getString("content")));
        String outcome = row.getString("outcome");
        if (outcome != null) {
            view.set("outcome", Json.stored(outcome));
            view.put("closedAt", String.valueOf(closed)).put("closedBy", row.getString("closed_by"));
        }
        return new Case(
                kind,
                row.getString("id"),
                row.getString("consumer"),
                row.getString("provider"),
                row.getString("subject"),
                row.getString("state"),
                view);
    }
}
