package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.Database;
import cn.laohekou.hub.security.crypto.Sm3;
import cn.laohekou.hub.security.masking.CopyText;
import cn.laohekou.hub.security.masking.RowBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must be known of a source before its rows are read. For one thread. */
final class SourceScan {

    private final Database database;
    private final Dialect dialect;
    private final TablePlan plan;
    private final String table;

    SourceScan(Database database, TablePlan plan) {
        this.database = database;
        this.dialect = Dialect.of(database.product());
        this.plan = plan;
        this.table = plan.source().table();
    }

    long count() throws SQLException {
        return Long.parseLong(
                Objects.requireNonNull(one("SELECT count(*) FROM " + table, 1)).get(0));
    }

    /** The last keys of all parts but one, when a table of so many rows is cut into parts of the same size. */
    List<List<String>> cuts(long rows, int parts) throws SQLException {
        List<List<String>> cuts = new ArrayList<>();
        for (int i = 1; i < parts; i++) {
            List<String> cut = one(
                    "SELECT " + dialect.names(plan.keys()) + " FROM " + table + notNull() + " ORDER BY "
                            + dialect.names(plan.keys()) + dialect.oneAfter(Math.max(0, rows * i / parts - 1)),
                    plan.keys().size());
            if (cut != null && !cuts.contains(cut)) {
                cuts.add(cut);
            }
        }
        return cuts;
    }

    /** Whether some key occurs twice: then rows would be lost behind one another. */
    boolean keysRepeat() throws SQLException {
        String keys = dialect.names(plan.keys());
        return one(
                        "SELECT count(*) FROM " + table + notNull() + " GROUP BY " + keys + " HAVING count(*) > 1"
                                + dialect.first(1),
                        1)
                != null;
    }

    /** Rows without a key, at most so many. */
    RowBuffer withoutKey(int most) throws SQLException {
        RowBuffer rows = new RowBuffer();
        boolean possible = plan.keyPlaces().stream()
                .anyMatch(place -> plan.source().columns().get(place).nullable());
        if (possible) {
            String missing = plan.keys().stream()
                    .map(key -> dialect.name(key) + " IS NULL")
                    .collect(Collectors.joining(" OR "));
            try (Statement statement = database.connection().createStatement();
                    ResultSet found =
                            statement.executeQuery("SELECT " + plan.source().selected(dialect) + " FROM " + table
                                    + " WHERE " + missing + dialect.first(most))) {
                while (found.next()) {
                    ChunkSource.append(found, plan.source().columns().size(), rows);
                }
            }
        }
        return rows;
    }

    /** The highest watermark; null when no row has one. */
    @Nullable
    String highest(String watermark) throws SQLException {
        List<String> highest = one("SELECT max(" + dialect.name(watermark) + ") FROM " + table, 1);
        return highest == null ? null : highest.get(0);
    }

    /** The highest watermark less the overlap, by the database's own reckoning. */
    @Nullable
    String before(String watermark, long overlap) throws SQLException {
        Column column = plan.source().columns().get(plan.watermarkPlace());
        String name = "max(" + dialect.name(watermark) + ")";
        Conversion.Kind kind = Conversion.Kind.of(column);
        String sql =
                switch (kind) {
                    case TIME, DATE -> dialect.earlier(name, overlap);
                    case INTEGER, NUMBER -> name + " - " + overlap;
                    default -> name;
                };
        List<String> found = one("SELECT " + sql + " FROM " + table, 1);
        return found == null ? null : found.get(0);
    }

    /**
     * A digest of watermarks and keys of all rows behind a watermark: the same as long as no row was added to them, taken
     * away or changed, since a change changes the watermark.
     */
    String window(String watermark, String after) throws SQLException {
        List<String> order = new ArrayList<>();
        order.add(watermark);
        order.addAll(plan.keys());
        RowBuffer rows = new RowBuffer();
        try (PreparedStatement statement = database.connection()
                .prepareStatement("SELECT " + dialect.names(order) + " FROM " + table + " WHERE "
                        + dialect.name(watermark) + " > " + parameter() + " ORDER BY " + dialect.names(order))) {
            statement.setString(1, after);
            statement.setFetchSize(database.fetchSize());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    ChunkSource.append(found, order.size(), rows);
                }
            }
        }
        return HexFormat.of().formatHex(Sm3.hash(Arrays.copyOf(rows.bytes(), rows.size())));
    }

    /** PostgreSQL does not compare a text with a time unless it is told what the text is. */
    private String parameter() {
        Column column = plan.source().columns().get(plan.watermarkPlace());
        return dialect == Dialect.POSTGRESQL ? "CAST(? AS " + column.typeName() + ")" : "?";
    }

    private String notNull() {
        return " WHERE "
                + plan.keys().stream()
                        .map(key -> dialect.name(key) + " IS NOT NULL")
                        .collect(Collectors.joining(" AND "));
    }

    private @Nullable List<String> one(String sql, int columns) throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                return null;
            }
            RowBuffer read = new RowBuffer();
            ChunkSource.append(row, columns, read);
            List<@Nullable String> values = CopyText.values(read, 0);
            if (values.contains(null)) {
                return null;
            }
            return values.stream().map(String::valueOf).toList();
        }
    }
}
