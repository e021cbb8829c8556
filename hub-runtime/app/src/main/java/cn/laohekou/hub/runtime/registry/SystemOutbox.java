package cn.laohekou.hub.runtime.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/**
 * Carries registered systems over to the identity server, each in its present state, until it succeeded: a row in the
 * outbox outlives crashes on either side.
 */
public final class SystemOutbox {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final int BATCH = 50;

    private final DataSource dataSource;
    private final SystemClients clients;
    private final Clock clock;

    /**
     * @param dataSource the run-time role's connections
     * @param clients the identity server
     * @param clock the time
     */
    public SystemOutbox(DataSource dataSource, SystemClients clients, Clock clock) {
        this.dataSource = dataSource;
        this.clients = clients;
        this.clock = clock;
    }

    private record Waiting(long id, String system, int attempts) {}

    /**
     * Carries over what is due. One caller at a time.
     *
     * @return how many rows still wait, those for an end to come included
     */
    public synchronized int run() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            List<Waiting> due = Sql.list(
                    connection,
                    "SELECT id, system, attempts FROM registry.outbox WHERE done_at IS NULL AND next_at <= ?"
                            + " ORDER BY id LIMIT ?",
                    row -> new Waiting(row.getLong(1), row.getString(2), row.getInt(3)),
                    clock.instant(),
                    BATCH);
            for (Waiting waiting : due) {
                carry(connection, waiting);
            }
            return Sql.list(
                            connection,
                            "SELECT count(*) FROM registry.outbox WHERE done_at IS NULL",
                            row -> row.getInt(1))
                    .get(0);
        }
    }

    /** Carries one system over now, whatever its schedule, so that its owner need not wait. */
    public void carryNow(String system) throws SQLException, SystemClients.NotReached {
        try (Connection connection = dataSource.getConnection()) {
            carry(connection, system, clock.instant());
        }
    }

    private void carry(Connection connection, String system, Instant now)
            throws SQLException, SystemClients.NotReached {
        for (SystemClients.Wanted wanted : SystemClientRows.wanted(connection, system, now)) {
            clients.ensure(wanted);
        }
    }

    private void carry(Connection connection, Waiting waiting) throws SQLException {
        Instant now = clock.instant();
        try {
            carry(connection, waiting.system(), now);
            Sql.update(connection, "UPDATE registry.outbox SET done_at = ? WHERE id = ?", now, waiting.id());
        } catch (SystemClients.NotReached e) {
            Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(waiting.attempts(), 10));
            Sql.update(
                    connection,
                    "UPDATE registry.outbox SET attempts = attempts + 1, next_at = ?, last_error = ? WHERE id = ?",
                    now.plus(pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause),
                    e.getMessage(),
                    waiting.id());
        }
    }
}
