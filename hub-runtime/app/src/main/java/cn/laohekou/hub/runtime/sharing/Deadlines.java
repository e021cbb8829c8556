package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.law.LegalClock;
import cn.laohekou.hub.security.law.Reckoning;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Running clocks: one row per clock and thing it runs for. */
final class Deadlines {

    private final ZoneId zone;

    Deadlines(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * A running clock.
     *
     * @param clock which one
     * @param key what it runs for
     * @param department who must act; null for the data authority
     * @param startedAt when it began
     * @param days its length in working days
     * @param due its end; empty when the calendar does not know a year it needs
     */
    record Running(
            LegalClock clock,
            String key,
            @Nullable String department,
            Instant startedAt,
            int days,
            Optional<Instant> due) {}

    /** Starts a clock, or starts it anew. */
    void start(Connection connection, LegalClock clock, String key, @Nullable String department, Instant now)
            throws SQLException {
        Reckoning law = LawSettings.load(connection, zone);
        set(connection, law, clock, key, department, now, law.days(clock));
    }

    /** Makes a running clock longer. */
    void extend(Connection connection, LegalClock clock, String key, int more) throws SQLException {
        Running running = find(connection, clock, key).orElseThrow(() -> new SQLException("no such clock"));
        Reckoning law = LawSettings.load(connection, zone);
        set(connection, law, clock, key, running.department(), running.startedAt(), running.days() + more);
    }

    private static void set(
            Connection connection,
            Reckoning law,
            LegalClock clock,
            String key,
            @Nullable String department,
            Instant from,
            int days)
            throws SQLException {
        Instant due = law.end(from, days).orElse(null);
        int there = Sql.update(
                connection,
                "UPDATE registry.deadline SET department = ?, started_at = ?, days = ?, due_at = ?, closed_at = NULL"
                        + " WHERE kind = ? AND key = ?",
                department,
                from,
                days,
                due,
                clock.code(),
                key);
        if (there == 0) {
            Sql.update(
                    connection,
                    "INSERT INTO registry.deadline (kind, key, department, started_at, days, due_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    clock.code(),
                    key,
                    department,
                    from,
                    days,
                    due);
        }
    }

    /** Stops a clock; nothing happens when it does not run. */
    void close(Connection connection, LegalClock clock, String key, Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE registry.deadline SET closed_at = ? WHERE kind = ? AND key = ? AND closed_at IS NULL",
                now,
                clock.code(),
                key);
    }

    /** Lets a stopped clock run on towards the end it had. */
    void reopen(Connection connection, LegalClock clock, String key) throws SQLException {
        Sql.update(
                connection,
                "UPDATE registry.deadline SET closed_at = NULL WHERE kind = ? AND key = ?",
                clock.code(),
                key);
    }

    /** Stops every clock of a thing. */
    void closeAll(Connection connection, String key, Instant now) throws SQLException {
        for (LegalClock clock : LegalClock.values()) {
            close(connection, clock, key, now);
        }
    }

    /** All clocks that run. */
    List<Running> open(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT * FROM registry.deadline WHERE closed_at IS NULL ORDER BY due_at ASC NULLS FIRST, kind, key",
                Deadlines::running);
    }

    Optional<Running> find(Connection connection, LegalClock clock, String key) throws SQLException {
        return Sql.one(
                connection,
                "SELECT * FROM registry.deadline WHERE kind = ? AND key = ? AND closed_at IS NULL",
                Deadlines::running,
                clock.code(),
                key);
    }

    /** Gives an end to every clock whose year has become known. */
    int reckonAgain(Connection connection) throws SQLException {
        Reckoning law = LawSettings.load(connection, zone);
        int reckoned = 0;
        for (Running running : open(connection)) {
            Optional<Instant> due = law.end(running.startedAt(), running.days());
            if (!due.equals(running.due())) {
                reckoned += Sql.update(
                        connection,
                        "UPDATE registry.deadline SET due_at = ? WHERE kind = ? AND key = ?",
                        due.orElse(null),
                        running.clock().code(),
                        running.key());
            }
        }
        return reckoned;
    }

    private static Running running(ResultSet row) throws SQLException {
        return new Running(
                LegalClock.of(row.getString("kind")).orElseThrow(),
                row.getString("key"),
                row.getString("department"),
                Objects.requireNonNull(Sql.instant(row, "started_at")),
                row.getInt("days"),
                Optional.ofNullable(Sql.instant(row, "due_at")));
    }
}
