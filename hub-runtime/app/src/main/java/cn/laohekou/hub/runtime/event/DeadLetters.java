package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.conservation.Figure;
import cn.laohekou.hub.runtime.conservation.Raised;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Messages that could not be delivered and wait for a person, and those on their way that can be watched. A replay sends
 * one through the gate again, as it stands then; it is marked out of order, because later ones may have passed it.
 */
public final class DeadLetters {

    /** Most messages one call acts on. */
    private static final int MOST = 10_000;

    /** A reason longer than this does not fit the record of the delivery. */
    private static final int REASON = 200;

    /** Audit records name so many exchanges; how many there were they say in any case. */
    private static final int NAMED = 200;

    private static final String SECURITY = "security-administrator";

    private final DataSource database;
    private final Changes changes;
    private final ZoneId zone;
    private final String node;

    /**
     * @param database the run-time role's connections
     * @param changes the way people's writes go
     * @param zone zone whose days count
     * @param node this node's name
     */
    public DeadLetters(DataSource database, Changes changes, ZoneId zone, String node) {
        this.database = database;
        this.changes = changes;
        this.zone = zone;
        this.node = node;
    }

    /**
     * Which messages.
     *
     * @param state {@code dead}, {@code quarantined}, {@code waiting} or {@code retrying}
     * @param subscription grant id; null for all
     * @param resource resource name; null for all
     * @param cause stable code; null for all
     * @param exchange exchange they were published as; null for all
     */
    public record Filter(
            String state,
            @Nullable String subscription,
            @Nullable String resource,
            @Nullable String cause,
            @Nullable String exchange) {}

    private static final String WHERE = " WHERE state = ? AND (CAST(? AS varchar) IS NULL OR subscription = ?)"
            + " AND (CAST(? AS varchar) IS NULL OR resource = ?) AND (CAST(? AS varchar) IS NULL OR cause = ?)"
            + " AND (CAST(? AS varchar) IS NULL OR original = CAST(? AS uuid))"
            + " AND (CAST(? AS varchar) IS NULL OR department = ?)";

    private static @Nullable Object[] parameters(Filter filter, @Nullable String department, @Nullable Object... more) {
        @Nullable Object[] all = new Object[11 + more.length];
        all[0] = filter.state();
        all[1] = filter.subscription();
        all[2] = filter.subscription();
        all[3] = filter.resource();
        all[4] = filter.resource();
        all[5] = filter.cause();
        all[6] = filter.cause();
        all[7] = filter.exchange();
        all[8] = filter.exchange();
        all[9] = department;
        all[10] = department;
        System.arraycopy(more, 0, all, 11, more.length);
        return all;
    }

    /**
     * Lists, the oldest first; never what is in a message.
     *
     * @param actor a department-bound person sees the own department's
     * @param after place after which to go on; empty to begin
     */
    public Queries.Page list(Actor actor, Filter filter, String after, int limit) {
        long place = place(after);
        try (Connection connection = database.getConnection()) {
            List<ObjectNode> found = Sql.list(
                    connection,
                    "SELECT * FROM exchange.message" + WHERE + " AND place > ? ORDER BY place LIMIT ?",
                    DeadLetters::view,
                    parameters(filter, bound(actor), place, limit));
            String next = found.size() < limit
                    ? null
                    : found.get(found.size() - 1).path("id").asText();
            return new Queries.Page(found, next);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    private static long place(String after) {
        try {
            return after.isEmpty() ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Refused.of(ErrorCode.CURSOR_INVALID);
        }
    }

    private static @Nullable String bound(Actor actor) {
        return actor.boundToDepartment() ? String.valueOf(actor.department()) : null;
    }

    /** Only operators, for their own department, and the security team; returns what narrows the rows. */
    private static @Nullable String mayAct(Actor actor) {
        if (actor.roles().contains(SECURITY)) {
            return null;
        }
        if (!actor.roles().contains(Actor.OPERATOR) || actor.department() == null) {
            throw Refused.of(ErrorCode.NOT_PERMITTED);
        }
        return actor.department();
    }

    private record Row(long place, String original, String subscription, String department, Instant acceptedAt) {}

    /**
     * Has messages delivered again.
     *
     * @param ids places; empty for all that the filter finds, at most 10,000
     * @param connector a corrected target of the same department; null for the grant's
     * @param reason why, without personal data
     */
    public ObjectNode replay(Call call, List<Long> ids, Filter filter, @Nullable String connector, String reason) {
        return act(call, "replay", ids, filter, connector, reason, (connection, rows) -> {
            if (connector != null) {
                for (Row row : rows) {
                    requireTarget(connection, connector, row.department());
                }
            }
            take(connection, rows, filter.state());
            for (Row row : rows) {
                Sql.update(
                        connection,
                        "UPDATE exchange.message SET state = 'retrying', attempts = 0, next_at = ?, expires_at = NULL,"
                                + " held = false, disordered = true, redirect = ?, replayed_by = ?, replay_note = ?,"
                                + " ended_at = NULL WHERE place = ?",
                        changes.clock().instant(),
                        connector,
                        call.actor().user(),
                        plain(reason),
                        row.place());
            }
        });
    }

    /** Gives messages up for good; they stay counted as rejected or quarantined. */
    public ObjectNode discard(Call call, List<Long> ids, Filter filter, String reason) {
        return act(call, "discard", ids, filter, null, reason, (connection, rows) -> {
            for (Row row : rows) {
                Sql.update(
                        connection,
                        "INSERT INTO exchange.delivered (subscription, original, at) VALUES (?, CAST(? AS uuid), ?)"
                                + " ON CONFLICT DO NOTHING",
                        row.subscription(),
                        row.original(),
                        changes.clock().instant());
                Sql.update(connection, "DELETE FROM exchange.message WHERE place = ?", row.place());
            }
        });
    }

    @FunctionalInterface
    private interface Act {
        void on(Connection connection, List<Row> rows) throws SQLException;
    }

    private ObjectNode act(
            Call call,
            String action,
            List<Long> ids,
            Filter filter,
            @Nullable String connector,
            String reason,
            Act act) {
        String department = mayAct(call.actor());
        if (!filter.state().equals("dead") && !filter.state().equals("quarantined")) {
            throw Refused.of(ErrorCode.STATE_CONFLICT);
        }
        return changes.make(call, connection -> {
            List<Row> rows = rows(connection, ids, filter, department);
            if (!ids.isEmpty() && rows.size() < ids.stream().distinct().count()) {
                throw Refused.of(ErrorCode.NOT_FOUND);
            }
            act.on(connection, rows);
            ObjectNode done = Json.object().put("count", rows.size());
            ObjectNode after = Json.object().put("count", rows.size()).put("reason", reason);
            if (connector != null) {
                after.put("connector", connector);
            }
            var named = after.putArray("exchanges");
            rows.stream().limit(NAMED).forEach(row -> named.add(row.original()));
            String name = rows.size() == 1 ? rows.get(0).original() : action;
            return new ManagementWork.Result<>(
                    done,
                    rows.isEmpty()
                            ? List.of()
                            : List.of(changes.audit(call.actor(), "dead-letter", action, name, null, after)),
                    false);
        });
    }

    private static List<Row> rows(Connection connection, List<Long> ids, Filter filter, @Nullable String department)
            throws SQLException {
        String which = ids.isEmpty() ? "" : " AND place = ANY (?)";
        @Nullable
        Object[] parameters = ids.isEmpty()
                ? parameters(filter, department, MOST)
                : parameters(filter, department, connection.createArrayOf("int8", ids.toArray()), MOST);
        return Sql.list(
                connection,
                "SELECT place, original, subscription, department, accepted_at FROM exchange.message" + WHERE + which
                        + " ORDER BY place LIMIT ? FOR UPDATE",
                row -> new Row(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Objects.requireNonNull(Sql.instant(row, "accepted_at"), "accepted_at")),
                parameters);
    }

    /** What is replayed is in flight again, and no longer counted as given up. */
    private void take(Connection connection, List<Row> rows, String state) throws SQLException {
        Figure figure = state.equals("dead") ? Figure.REJECTED : Figure.QUARANTINED;
        Raised raised = new Raised();
        for (Row row : rows) {
            raised.by(row.subscription(), row.acceptedAt().atZone(zone).toLocalDate(), figure, -1);
        }
        raised.write(connection, node);
    }

    private static void requireTarget(Connection connection, String connector, String department) throws SQLException {
        boolean usable = Sql.exists(
                connection,
                "SELECT 1 FROM registry.object WHERE kind = 'connector' AND name = ? AND department = ?"
                        + " AND state = 'active' AND running IS NOT NULL",
                connector,
                department);
        if (!usable) {
            throw Refused.of(ErrorCode.CONNECTOR_NOT_YOURS);
        }
    }

    /** As it may stand in the record of a delivery: one line. */
    private static String plain(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= REASON ? line : line.substring(0, REASON);
    }

    private static ObjectNode view(java.sql.ResultSet row) throws SQLException {
        ObjectNode view = Json.object()
                .put("id", row.getString("place"))
                .put("state", row.getString("state"))
                .put("exchange", row.getString("original"))
                .put("subscription", row.getString("subscription"))
                .put("department", row.getString("department"))
                .put("resource", row.getString("resource"))
                .put("publisher", row.getString("publisher"))
                .put("connector", row.getString("connector"))
                .put("key", HexFormat.of().formatHex(row.getBytes("key")))
                .put("attempts", row.getInt("attempts"))
                .put("cause", row.getString("cause"))
                .put("detail", row.getString("detail"))
                .put("replayedBy", row.getString("replayed_by"));
        for (String time : List.of("accepted_at", "next_at", "expires_at", "ended_at")) {
            Instant at = Sql.instant(row, time);
            view.put(time.replace("_at", "At"), at == null ? null : at.toString());
        }
        return view;
    }
}
