package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.security.masking.RowBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes rows to PostgreSQL with COPY. */
final class CopyWriter {

    /** Bytes handed over at a time. */
    private static final int PIECE = 128 * 1024;

    private static final String STAGE = "hub_stage";

    private final TargetTable table;
    private final String columns;
    private final String upsert;

    CopyWriter(TargetTable table) {
        this.table = table;
        this.columns = Dialect.POSTGRESQL.names(table.columnNames());
        List<String> rest = table.columnNames().stream()
                .filter(column -> !table.keys().contains(column))
                .toList();
        String keys = Dialect.POSTGRESQL.names(table.keys());
        this.upsert = "INSERT INTO " + table.name() + " AS t (" + columns + ") SELECT " + columns + " FROM " + STAGE
                + " ON CONFLICT (" + keys + ") DO " + (rest.isEmpty() ? "NOTHING" : update(rest));
    }

    /** Rows that are the same already are left alone: no new version, no vacuum. */
    private static String update(List<String> rest) {
        String all = Dialect.POSTGRESQL.names(rest);
        String excluded = rest.stream()
                .map(column -> "EXCLUDED." + Dialect.POSTGRESQL.name(column))
                .collect(Collectors.joining(", "));
        String present = rest.stream()
                .map(column -> "t." + Dialect.POSTGRESQL.name(column))
                .collect(Collectors.joining(", "));
        return "UPDATE SET " + (rest.size() == 1 ? all + " = " + excluded : "(" + all + ") = (" + excluded + ")")
                + " WHERE (" + present + ") IS DISTINCT FROM (" + excluded + ")";
    }

    /** Writes rows whose keys the table does not hold. */
    void append(Connection connection, RowBuffer rows, int from, int to) throws SQLException {
        copy(connection, table.name(), rows, from, to);
    }

    /** Writes rows over those with the same keys. */
    void merge(Connection connection, RowBuffer rows, int from, int to) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE IF NOT EXISTS " + STAGE + " ON COMMIT DROP AS SELECT " + columns
                    + " FROM " + table.name() + " WITH NO DATA");
            statement.execute("TRUNCATE " + STAGE);
            copy(connection, STAGE, rows, from, to);
            statement.execute(upsert);
        }
    }

    private void copy(Connection connection, String into, RowBuffer rows, int from, int to) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + into + " (" + columns + ") FROM STDIN");
        try {
            int at = rows.start(from);
            int end = rows.end(to - 1);
            while (at < end) {
                int length = Math.min(PIECE, end - at);
                copy.writeToCopy(rows.bytes(), at, length);
                at += length;
            }
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
