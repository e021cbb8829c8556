package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.Batch;
import cn.laohekou.hub.security.evidence.EvidenceStore;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import cn.laohekou.hub.security.evidence.StoreException;
import cn.laohekou.hub.security.evidence.StoreException.Kind;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The evidence store on PostgreSQL, over one connection of its own. */
public final class JdbcEvidenceStore implements EvidenceStore {

    private static final String EPOCH = "SELECT epoch FROM registry.policy_epoch WHERE id = 1";

    private final WriterConnections connections;
    private @Nullable WriterConnection current;

    /**
     * A store that opens its connection with {@link #open}.
     *
     * @param connections opens connections as the run-time role
     */
    public JdbcEvidenceStore(WriterConnections connections) {
        this.connections = connections;
    }

    @Override
    public Opened open(String node) throws StoreException {
        close();
        try {
            WriterConnection opened = WriterConnection.open(connections);
            current = opened;
            return new Opened(JdbcChainSource.lastBatch(opened.connection(), node), epoch(opened, EPOCH));
        } catch (SQLException e) {
            close();
            throw new StoreException(
                    Kind.NOT_WRITTEN,
                    "存证数据库无法连接（SQLSTATE " + e.getSQLState() + "） / the evidence database cannot be reached",
                    e);
        } catch (IOException e) {
            throw new StoreException(Kind.NOT_WRITTEN, "存证链无法读取 / the chain cannot be read", e);
        }
    }

    @Override
    public Written write(Batch batch, long expectedEpoch) throws StoreException {
        WriterConnection writer = writer();
        try {
            return BatchStatement.run(writer.write(), batch, expectedEpoch);
        } catch (SQLException e) {
            throw SqlFailures.ofCommit(e);
        }
    }

    @Override
    public long transact(ChangeWork work) throws StoreException, WorkFailed {
        Connection begun = work.begun();
        if (begun != null) {
            return join(begun, work);
        }
        WriterConnection writer = writer();
        Connection connection = writer.connection();
        try {
            connection.setAutoCommit(false);
            long epoch = epoch(writer, EPOCH + " FOR UPDATE");
            Change change = change(connection, work);
            Batch batch = change.batch();
            if (batch == null) {
                connection.rollback();
                connection.setAutoCommit(true);
                return epoch;
            }
            long after = add(writer, batch, change.restricting());
            commit(connection);
            return after;
        } catch (SQLException e) {
            throw SqlFailures.beforeCommit(e);
        }
    }

    @Override
    public void ping() throws StoreException {
        try {
            writer().ping();
        } catch (SQLException e) {
            throw SqlFailures.beforeCommit(e);
        }
    }

    @Override
    public void close() {
        WriterConnection former = current;
        current = null;
        if (former != null) {
            former.close();
        }
    }

    /**
     * Adds the batch to a transaction that was begun elsewhere and commits it. Until the commit a failure is that
     * transaction's alone: the writer's own connection knows nothing of it.
     */
    private static long join(Connection begun, ChangeWork work) throws StoreException, WorkFailed {
        long epoch;
        try {
            Change change = work.run(WorkConnection.inside(begun));
            Batch batch = change.batch();
            if (batch == null || change.restricting()) {
                throw new IllegalStateException("A change under another role is recorded and restricts nobody");
            }
            try (PreparedStatement write = begun.prepareStatement(BatchStatement.SQL)) {
                epoch = BatchStatement.run(write, batch, 0).epoch();
            }
        } catch (Exception e) {
            SqlFailures.closeQuietly(begun);
            throw new WorkFailed(e);
        }
        try {
            begun.commit();
            return epoch;
        } catch (SQLException e) {
            SqlFailures.closeQuietly(begun);
            if (SqlFailures.reported(e)) {
                throw new WorkFailed(e);
            }
            throw SqlFailures.ofCommit(e);
        }
    }

    private static Change change(Connection connection, ChangeWork work) throws SQLException, WorkFailed {
        try {
            return work.run(WorkConnection.inside(connection));
        } catch (Exception e) {
            undo(connection);
            throw new WorkFailed(e);
        }
    }

    /** Raises the epoch if asked, then adds the batch. A failure that the work left behind is the work's. */
    private static long add(WriterConnection writer, Batch batch, boolean restricting) throws SQLException, WorkFailed {
        try {
            if (restricting) {
                try (Statement raise = writer.connection().createStatement()) {
                    raise.executeUpdate("UPDATE registry.policy_epoch SET epoch = epoch + 1 WHERE id = 1");
                }
            }
            return BatchStatement.run(writer.write(), batch, 0).epoch();
        } catch (SQLException e) {
            if ("25P02".equals(e.getSQLState())) {
                undo(writer.connection());
                throw new WorkFailed(e);
            }
            throw e;
        }
    }

    private static void commit(Connection connection) throws StoreException, WorkFailed {
        try {
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            if (!SqlFailures.reported(e)) {
                throw SqlFailures.ofCommit(e);
            }
            // A deferred constraint, a serialisation failure: what the work did is not possible.
            try {
                undo(connection);
            } catch (SQLException lost) {
                throw SqlFailures.beforeCommit(lost);
            }
            throw new WorkFailed(e);
        }
    }

    private static void undo(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private static long epoch(WriterConnection writer, String query) throws SQLException {
        try (Statement statement = writer.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw new SQLException("registry.policy_epoch holds no row");
            }
            return row.getLong(1);
        }
    }

    private WriterConnection writer() throws StoreException {
        WriterConnection writer = current;
        if (writer == null) {
            throw new StoreException(Kind.NOT_WRITTEN, "存证数据库尚未连接 / the evidence database is not connected");
        }
        return writer;
    }
}
