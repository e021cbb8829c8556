package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.Database;
import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds whether a table has a unique index on exactly some columns. */
final class UniqueKeys {

    private static final String POSTGRES = "SELECT array_to_string(array(SELECT a.attname FROM pg_attribute a WHERE"
            + " a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)), ',') FROM pg_index i"
            + " WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL";

    private UniqueKeys() {}

    static boolean on(Database database, String table, Collection<String> columns) throws SQLException {
        Set<String> wanted = lower(columns);
        List<Set<String>> found = Dialect.of(database.product()) == Dialect.POSTGRESQL
                ? postgres(database.connection(), table)
                : metadata(database.connection(), table);
        return found.contains(wanted);
    }

    private static List<Set<String>> postgres(Connection connection, String table) throws SQLException {
        return Sql.list(
                connection, POSTGRES, row -> lower(List.of(row.getString(1).split(",", -1))), table);
    }

    private static List<Set<String>> metadata(Connection connection, String table) throws SQLException {
        int dot = table.lastIndexOf('.');
        String schema = dot < 0 ? null : table.substring(0, dot);
        String name = table.substring(dot + 1);
        boolean upper = connection.getMetaData().storesUpperCaseIdentifiers();
        boolean catalogs = connection.getMetaData().supportsCatalogsInTableDefinitions();
        Map<String, List<String>> byIndex = new HashMap<>();
        try (ResultSet rows = connection
                .getMetaData()
                .getIndexInfo(
                        catalogs ? (schema == null ? connection.getCatalog() : schema) : null,
                        catalogs ? null : schema,
                        upper ? name.toUpperCase(Locale.ROOT) : name,
                        true,
                        true)) {
            while (rows.next()) {
                String index = rows.getString("INDEX_NAME");
                if (index != null) {
                    byIndex.computeIfAbsent(index, key -> new ArrayList<>()).add(rows.getString("COLUMN_NAME"));
                }
            }
        }
        return byIndex.values().stream().map(UniqueKeys::lower).toList();
    }

    private static Set<String> lower(Collection<String> names) {
        Set<String> lower = new TreeSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
