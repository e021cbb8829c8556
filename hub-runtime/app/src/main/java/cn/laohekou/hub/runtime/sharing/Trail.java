package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to an application or a case, and what departments have to know. */
final class Trail {

    private Trail() {}

    /** Notes what happened. */
    static void note(
            Connection connection, String kind, String key, Instant at, String by, String action, @Nullable String why)
            throws SQLException {
        ObjectNode note = Json.object();
        if (why != null) {
            note.put("reason", why);
        }
        Sql.update(
                connection,
                "INSERT INTO registry.sharing_event (kind, key, at, by, action, note)"
                        + " VALUES (?, ?, ?, ?, ?, CAST(? AS jsonb))",
                kind,
                key,
                at,
                by,
                action,
                note.toString());
    }

    /** What happened, in order. */
    static List<ObjectNode> of(Connection connection, String kind, String key) throws SQLException {
        return Sql.list(
                connection,
                "SELECT at, by, action, note FROM registry.sharing_event WHERE kind = ? AND key = ? ORDER BY id",
                row -> {
                    ObjectNode event = Json.object()
                            .put("at", String.valueOf(Sql.instant(row, "at")))
                            .put("by", row.getString("by"))
                            .put("action", row.getString("action"));
                    event.setAll(Json.stored(row.getString("note")));
                    return event;
                },
                kind,
                key);
    }

    /** Tells a department. */
    static void tell(Connection connection, String department, Instant at, String subject, String zh, String en)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO registry.notice (department, at, subject, zh, en) VALUES (?, ?, ?, ?, ?)",
                department,
                at,
                subject,
                zh,
                en);
    }
}
