package cn.laohekou.hub.runtime.epoch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What nodes and the database tell each other of the policy epoch, over one connection of its own. For one thread. */
final class EpochTable implements AutoCloseable {

    /** How long a node that says nothing counts as one to wait for. */
    static final Duration REGISTERED = Duration.ofSeconds(5);

    /** A database that does not answer within this time is not read, in milliseconds. */
    private static final int CALL_MILLIS = 2_000;

    private static final String READ = "SELECT e.epoch, c.number FROM registry.policy_epoch e"
            + " CROSS JOIN registry.change_number c WHERE e.id = 1 AND c.id = 1";

    private static final String REGISTER = "INSERT INTO registry.node_epoch (node, epoch, alive_until)"
            + " VALUES (?, ?, now() + interval '1 millisecond' * ?) ON CONFLICT (node)"
            + " DO UPDATE SET epoch = EXCLUDED.epoch, alive_until = EXCLUDED.alive_until";

    /** Opens a connection as the run-time role. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }

    /**
     * What is in force.
     *
     * @param epoch policy epoch
     * @param changeNumber number of the latest change of the registry
     */
    record Now(long epoch, long changeNumber) {}

    private final Connections connections;
    private final String node;
    private @Nullable Connection connection;

    EpochTable(Connections connections, String node) {
        this.connections = connections;
        this.node = node;
    }

    Now read() throws SQLException {
        try (PreparedStatement statement = open().prepareStatement(READ);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("registry.policy_epoch holds no row");
            }
            return new Now(row.getLong(1), row.getLong(2));
        }
    }

    /** Says that this node lives and no longer acts on an epoch before this one. */
    void register(long epoch) throws SQLException {
        try (PreparedStatement statement = open().prepareStatement(REGISTER)) {
            statement.setString(1, node);
            statement.setLong(2, epoch);
            statement.setLong(3, REGISTERED.toMillis());
            statement.executeUpdate();
        }
    }

    /** Drops the connection; the next call opens another. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyGone) {
                // Nothing depends on it.
            }
        }
    }

    private Connection open() throws SQLException {
        Connection known = connection;
        if (known == null) {
            known = connections.open();
            known.setNetworkTimeout(Runnable::run, CALL_MILLIS);
            connection = known;
        }
        return known;
    }
}
