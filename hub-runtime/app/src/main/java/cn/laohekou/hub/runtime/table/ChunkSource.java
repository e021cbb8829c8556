package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.Database;
import cn.laohekou.hub.security.masking.CopyText;
import cn.laohekou.hub.security.masking.RowBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads rows of a table as COPY text: from PostgreSQL with COPY, from others with a cursor.
 *
 * @param table name of the table, as it passes for one
 * @param columns columns to read, in this order
 */
record ChunkSource(String table, List<Column> columns) {

    /** Reads the rows of a range behind what the buffer holds. */
    void read(Database database, Range range, RowBuffer into) throws SQLException {
        Dialect dialect = Dialect.of(database.product());
        if (dialect == Dialect.POSTGRESQL) {
            copy(database.connection(), query(dialect, range, ChunkSource::literal), into);
        } else {
            cursor(database, dialect, range, into);
        }
    }

    /** Reads what a query without parameters finds. */
    static void copy(Connection connection, String query, RowBuffer into) throws SQLException {
        CopyOut rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT");
        boolean ended = false;
        try {
            for (byte[] row = rows.readFromCopy(); row != null; row = rows.readFromCopy()) {
                into.write(row, 0, row.length);
                into.endRow();
            }
            ended = true;
        } finally {
            if (!ended && rows.isActive()) {
                rows.cancelCopy();
            }
        }
    }

    private void cursor(Database database, Dialect dialect, Range range, RowBuffer into) throws SQLException {
        try (PreparedStatement statement =
                database.connection().prepareStatement(query(dialect, range, value -> "?"))) {
            int at = 1;
            for (String value : parameters(dialect, range)) {
                statement.setString(at++, value);
            }
            statement.setFetchSize(database.fetchSize());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    append(found, columns.size(), into);
                }
            }
        }
    }

    /** Appends the present row of a result. */
    static void append(ResultSet found, int columns, RowBuffer into) throws SQLException {
        for (int i = 1; i <= columns; i++) {
            if (i > 1) {
                into.write('\t');
            }
            CopyText.cell(found.getString(i), into);
        }
        into.write('\n');
        into.endRow();
    }

    private interface Literal {
        String of(String value);
    }

    private String query(Dialect dialect, Range range, Literal literal) {
        List<String> conditions = new ArrayList<>();
        if (range.pending() != null) {
            conditions.add(dialect.name(range.pending().column()) + " = "
                    + literal.of(range.pending().value()));
        }
        if (range.after() != null) {
            conditions.add(dialect.compare(
                    range.order().subList(0, range.after().size()), ">", literals(range.after(), literal)));
        }
        if (range.until() != null) {
            conditions.add(dialect.compare(
                    range.order().subList(0, range.until().size()), "<=", literals(range.until(), literal)));
        }
        return "SELECT " + selected(dialect) + " FROM " + table
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY " + dialect.names(range.order())
                + dialect.first(range.rows())
                + (range.pending() == null ? "" : dialect.held());
    }

    private static List<String> parameters(Dialect dialect, Range range) {
        List<String> values = new ArrayList<>();
        if (range.pending() != null) {
            values.add(range.pending().value());
        }
        if (range.after() != null) {
            values.addAll(dialect.comparedValues(range.after()));
        }
        if (range.until() != null) {
            values.addAll(dialect.comparedValues(range.until()));
        }
        return values;
    }

    /** The columns as they are selected: texts of fixed length without their padding, truth values in words. */
    String selected(Dialect dialect) {
        return columns.stream()
                .map(column -> dialect == Dialect.POSTGRESQL
                                && (column.typeName().equals("bool")
                                        || column.typeName().equals("bpchar"))
                        ? dialect.name(column.name()) + "::text"
                        : dialect.name(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static List<String> literals(@Nullable List<String> values, Literal literal) {
        return values == null ? List.of() : values.stream().map(literal::of).toList();
    }

    /** A literal of PostgreSQL; the session keeps to standard strings, so only the quote itself means something. */
    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
