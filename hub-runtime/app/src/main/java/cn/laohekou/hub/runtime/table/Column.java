package cn.laohekou.hub.runtime.table;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A column as its database describes it.
 *
 * @param name its name, in the database's own spelling
 * @param type one of {@link java.sql.Types}
 * @param typeName the database's name of the type
 * @param size length of texts, digits of numbers
 * @param scale digits behind the point
 * @param nullable whether it may be empty
 */
record Column(String name, int type, String typeName, int size, int scale, boolean nullable) {

    static List<Column> of(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData found = none.getMetaData();
            List<Column> columns = new ArrayList<>();
            for (int i = 1; i <= found.getColumnCount(); i++) {
                columns.add(new Column(
                        found.getColumnName(i),
                        found.getColumnType(i),
                        found.getColumnTypeName(i).toLowerCase(Locale.ROOT),
                        found.getPrecision(i),
                        found.getScale(i),
                        found.isNullable(i) != ResultSetMetaData.columnNoNulls));
            }
            return columns;
        }
    }

    /** One line for reports, for example {@code varchar(20) not null}. */
    String described() {
        return typeName
                + (size > 0 && size < Integer.MAX_VALUE ? "(" + size + (scale > 0 ? "," + scale : "") + ")" : "")
                + (nullable ? "" : " not null");
    }
}
