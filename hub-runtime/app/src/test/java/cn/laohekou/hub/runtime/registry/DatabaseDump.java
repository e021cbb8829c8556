package cn.laohekou.hub.runtime.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Every row of every table as text, bytes both in hexadecimal and as characters. */
final class DatabaseDump {

    private DatabaseDump() {}

    static String of(DataSource source) throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = source.getConnection()) {
            List<String> tables = Sql.list(
                    connection,
                    "SELECT table_schema || '.' || table_name FROM information_schema.tables"
                            + " WHERE table_schema IN ('registry', 'ledger') AND table_type = 'BASE TABLE'",
                    row -> row.getString(1));
            for (String table : tables) {
                Sql.list(
                        connection,
                        "SELECT t::text FROM " + table + " t",
                        row -> dump.append(row.getString(1)).append('\n'));
            }
            Sql.list(
                    connection,
                    "SELECT encode(sealed, 'escape') FROM registry.secret",
                    row -> dump.append(row.getString(1)).append('\n'));
        }
        return dump.toString();
    }
}
