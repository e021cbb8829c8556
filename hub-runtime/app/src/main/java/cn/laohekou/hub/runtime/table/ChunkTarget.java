package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.Database;
import cn.laohekou.hub.security.masking.RowBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** Writes released rows into a target within the transaction of the caller, and finds the rows it refuses. */
final class ChunkTarget {

    /** Writes some rows of a buffer. */
    @FunctionalInterface
    interface Writer {
        void write(Connection connection, RowBuffer rows, int from, int to) throws SQLException;
    }

    /** Told of a row the target refuses. */
    @FunctionalInterface
    interface RefusedRow {
        void row(int row, SQLException why) throws SQLException;
    }

    private final Writer writer;
    private final @Nullable Writer fast;

    private ChunkTarget(Writer writer, @Nullable Writer fast) {
        this.writer = writer;
        this.fast = fast;
    }

    /**
     * The way into a target.
     *
     * @param empty whether nothing but this pass has written to the table: then rows may go in without looking for others
     */
    static ChunkTarget of(Database database, TargetTable table, boolean empty) {
        Dialect dialect = Dialect.of(database.product());
        if (dialect == Dialect.POSTGRESQL) {
            CopyWriter copy = new CopyWriter(table);
            return new ChunkTarget(copy::merge, empty ? copy::append : null);
        }
        return new ChunkTarget(new BatchWriter(dialect, table)::write, null);
    }

    /** Writes all rows; those that are refused by themselves are told and the others stay written. */
    void write(Connection connection, RowBuffer rows, RefusedRow refused) throws SQLException {
        if (fast != null && rows.rows() > 0 && tried(fast, connection, rows, 0, rows.rows()) == null) {
            return;
        }
        write(connection, rows, 0, rows.rows(), refused);
    }

    private void write(Connection connection, RowBuffer rows, int from, int to, RefusedRow refused)
            throws SQLException {
        if (from == to) {
            return;
        }
        SQLException failure = tried(writer, connection, rows, from, to);
        if (failure == null) {
            return;
        }
        if (to - from == 1) {
            refused.row(from, failure);
            return;
        }
        int middle = (from + to) >>> 1;
        write(connection, rows, from, middle, refused);
        write(connection, rows, middle, to, refused);
    }

    /** Null when the rows were written; the failure when the target refused them for what they hold. */
    private static @Nullable SQLException tried(Writer way, Connection connection, RowBuffer rows, int from, int to)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            way.write(connection, rows, from, to);
            return null;
        } catch (SQLException e) {
            if (!Refusals.ofRows(e)) {
                throw e;
            }
            connection.rollback(before);
            return e;
        }
    }
}
