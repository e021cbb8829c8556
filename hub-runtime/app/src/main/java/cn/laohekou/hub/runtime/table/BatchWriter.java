package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.security.masking.CopyText;
import cn.laohekou.hub.security.masking.RowBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows with JDBC batches, in the driver's bulk form where it has one. */
final class BatchWriter {

    private final Dialect dialect;
    private final TargetTable table;
    private final String upsert;

    BatchWriter(Dialect dialect, TargetTable table) {
        this.dialect = dialect;
        this.table = table;
        this.upsert = dialect.upsert(table.name(), table.columnNames(), table.keys());
    }

    void write(Connection connection, RowBuffer rows, int from, int to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            for (int row = from; row < to; row++) {
                List<@Nullable String> values = CopyText.values(rows, row);
                for (int i = 0; i < values.size(); i++) {
                    statement.setString(i + 1, written(table.columns().get(i), values.get(i)));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** A value as the product reads it: MariaDB's times have no offset, and sessions are in UTC. */
    private @Nullable String written(Column column, @Nullable String value) {
        if (value == null) {
            return null;
        }
        return switch (column.type()) {
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                dialect == Dialect.MARIADB && value.endsWith("+00") ? value.substring(0, value.length() - 3) : value;
            case Types.BIT, Types.BOOLEAN, Types.TINYINT ->
                value.equals("true") ? "1" : value.equals("false") ? "0" : value;
            default -> value;
        };
    }
}
