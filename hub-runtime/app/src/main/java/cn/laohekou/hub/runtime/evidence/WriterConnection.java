package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The writer's connection with its prepared statements. */
final class WriterConnection implements AutoCloseable {

    /** The longest any call may take before the ledger counts as not durable, in milliseconds. */
    private static final int CALL_MILLIS = 5_000;

    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    /** The plan never changes; planning the write anew costs more than running it. The server gives up before we do. */
    private static final List<String> SESSION = List.of(
            "SET plan_cache_mode = force_generic_plan",
            "SET statement_timeout = 4000",
            "SET idle_in_transaction_session_timeout = 10000");

    private final Connection connection;
    private final PreparedStatement write;
    private final PreparedStatement ping;

    private WriterConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.write = connection.prepareStatement(BatchStatement.SQL);
        this.ping = connection.prepareStatement("SELECT 1");
    }

    static WriterConnection open(WriterConnections connections) throws SQLException, StoreException {
        Connection connection = connections.open();
        try {
            connection.setNetworkTimeout(Runnable::run, CALL_MILLIS);
            requireDurable(connection);
            try (Statement statement = connection.createStatement()) {
                for (String setting : SESSION) {
                    statement.execute(setting);
                }
            }
            return new WriterConnection(connection);
        } catch (SQLException | StoreException | RuntimeException e) {
            SqlFailures.closeQuietly(connection);
            throw e;
        }
    }

    /** Refuses a connection whose commits would not survive a power cut. */
    static void requireDurable(Connection connection) throws SQLException, StoreException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : DURABLE) {
                requireOn(statement, setting);
            }
        }
    }

    Connection connection() {
        return connection;
    }

    PreparedStatement write() {
        return write;
    }

    void ping() throws SQLException {
        try (ResultSet rows = ping.executeQuery()) {
            rows.next();
        }
    }

    @Override
    public void close() {
        SqlFailures.closeQuietly(connection);
    }

    /**
     * {@code synchronous_commit} has other values than on and off: {@code local} flushes here, and
     * {@code remote_write} and {@code remote_apply} flush here and wait for a standby.
     */
    private static void requireOn(Statement statement, String setting) throws SQLException, StoreException {
        try (ResultSet answer = statement.executeQuery("SHOW " + setting)) {
            if (!answer.next() || answer.getString(1).equals("off")) {
                throw new StoreException(
                        StoreException.Kind.UNUSABLE,
                        "PostgreSQL 的 " + setting + " 已关闭，存证断电会丢失，请改为 on / PostgreSQL reports " + setting
                                + " off, so evidence would not survive a power cut: switch it on");
            }
        }
    }
}
