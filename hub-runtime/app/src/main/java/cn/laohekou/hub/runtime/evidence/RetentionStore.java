package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.BatchHeader;
import cn.laohekou.hub.security.evidence.ChainHead;
import cn.laohekou.hub.security.evidence.Pruning;
import cn.laohekou.hub.security.evidence.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes the beginnings of chains, as {@code hub_retention} and on a connection that is opened for it alone. The deletion
 * waits uncommitted for the record of it in the chain.
 */
public final class RetentionStore {

    private static final List<String> TABLES = List.of("record", "subject_list", "head_signature", "batch");

    /** Deleting a part is minutes of work at most, and no exchange waits for it. */
    private static final int DELETE_MILLIS = 600_000;

    /** What the ledger's writer does in the transaction is one insert: the same limits as on its own connection. */
    private static final int RECORD_MILLIS = 5_000;

    private static final String STANDING =
            "SELECT DISTINCT ON (node) node, sequence, hash, bundle FROM ledger.pruning WHERE node <> ?"
                    + " ORDER BY node, sequence DESC";

    private final WriterConnections connections;

    /**
     * A store that opens its connection for each deletion.
     *
     * @param connections opens connections as {@code hub_retention}
     */
    public RetentionStore(WriterConnections connections) {
        this.connections = connections;
    }

    /**
     * A part that is deleted, uncommitted. Closing rolls back what was not committed.
     *
     * @param connection the transaction
     * @param standing where the other chains begin
     */
    public record Cut(Connection connection, List<Pruning> standing) implements AutoCloseable {

        public Cut {
            standing = List.copyOf(standing);
        }

        @Override
        public void close() {
            SqlFailures.closeQuietly(connection);
        }
    }

    /** The database does not hold the part that was archived as the beginning of its chain. */
    public static final class NotAsArchived extends Exception {

        private static final long serialVersionUID = 1L;

        NotAsArchived(String message) {
            super(message);
        }
    }

    /**
     * Deletes the beginning of a chain.
     *
     * @param first first batch of the chain in the database
     * @param pruning last batch to go, and the bundle that holds them all
     * @param at time of the deletion
     * @throws NotAsArchived when the chain does not begin with that batch or has another head there
     * @throws SQLException when the database refuses, for example what is too young
     */
    public Cut cut(long first, Pruning pruning, Instant at) throws SQLException, StoreException, NotAsArchived {
        Connection connection = connections.open();
        try {
            WriterConnection.requireDurable(connection);
            connection.setAutoCommit(false);
            limit(connection, DELETE_MILLIS);
            requireSame(connection, first, pruning.through());
            record(connection, first, pruning, at);
            for (String table : TABLES) {
                delete(connection, table, first, pruning.through());
            }
            List<Pruning> standing = standing(connection, pruning.through().node());
            limit(connection, RECORD_MILLIS);
            return new Cut(connection, standing);
        } catch (SQLException | StoreException | NotAsArchived | RuntimeException e) {
            SqlFailures.closeQuietly(connection);
            throw e;
        }
    }

    private static void limit(Connection connection, int millis) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, millis);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = " + millis);
        }
    }

    private static void requireSame(Connection connection, long first, ChainHead through)
            throws SQLException, NotAsArchived {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT (SELECT min(sequence) FROM ledger.batch WHERE node = b.node), header FROM ledger.batch b"
                        + " WHERE node = ? AND sequence = ?")) {
            statement.setString(1, through.node());
            statement.setLong(2, through.sequence());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()
                        || row.getLong(1) != first
                        || !BatchHeader.hash(row.getBytes(2)).equals(through.hash())) {
                    throw new NotAsArchived("node " + through.node() + " does not begin with batch " + first
                            + " or has another head at batch " + through.sequence());
                }
            }
        }
    }

    private static void record(Connection connection, long first, Pruning pruning, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO ledger.pruning (node, first, sequence, hash, bundle, at) VALUES (?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, pruning.through().node());
            statement.setLong(2, first);
            statement.setLong(3, pruning.through().sequence());
            statement.setString(4, pruning.through().hash());
            statement.setString(5, pruning.bundle());
            statement.setObject(6, EvidenceSearch.utc(at));
            statement.executeUpdate();
        }
    }

    private static void delete(Connection connection, String table, long first, ChainHead through)
            throws SQLException, NotAsArchived {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM ledger." + table + " WHERE node = ? AND sequence BETWEEN ? AND ?")) {
            statement.setString(1, through.node());
            statement.setLong(2, first);
            statement.setLong(3, through.sequence());
            long gone = statement.executeLargeUpdate();
            if (table.equals("batch") && gone != through.sequence() - first + 1) {
                throw new NotAsArchived("node " + through.node() + " holds " + gone + " of the archived batches");
            }
        }
    }

    private static List<Pruning> standing(Connection connection, String node) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STANDING)) {
            statement.setString(1, node);
            try (ResultSet rows = statement.executeQuery()) {
                List<Pruning> standing = new ArrayList<>();
                while (rows.next()) {
                    standing.add(new Pruning(
                            new ChainHead(rows.getString(1), rows.getLong(2), rows.getString(3)), rows.getString(4)));
                }
                return standing;
            }
        }
    }
}
