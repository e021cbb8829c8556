package cn.laohekou.hub.runtime.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What differs between products' SQL. Stateless. */
enum Dialect {
    POSTGRESQL("\"", true),
    /** Speaks PostgreSQL's SQL, but its driver is its own. */
    KINGBASE("\"", true),
    MARIADB("`", true),
    /** Dameng and Oracle. */
    MERGING("\"", false);

    private final String quote;
    private final boolean rowValues;

    Dialect(String quote, boolean rowValues) {
        this.quote = quote;
        this.rowValues = rowValues;
    }

    static Dialect of(String product) {
        return switch (product) {
            case "postgresql" -> POSTGRESQL;
            case "kingbase8" -> KINGBASE;
            case "mariadb" -> MARIADB;
            default -> MERGING;
        };
    }

    /** A column's name; it comes from the database itself or has passed as a name. */
    String name(String column) {
        return quote + column.replace(quote, quote + quote) + quote;
    }

    String names(List<String> columns) {
        return columns.stream().map(this::name).collect(Collectors.joining(", "));
    }

    /** A condition that columns together lie behind (or up to) values; {@code values} are literals or parameters. */
    String compare(List<String> columns, String operator, List<String> values) {
        if (columns.size() == 1) {
            return name(columns.get(0)) + " " + operator + " " + values.get(0);
        }
        if (rowValues) {
            return "(" + names(columns) + ") " + operator + " (" + String.join(", ", values) + ")";
        }
        List<String> parts = new ArrayList<>();
        String strict = operator.substring(0, 1);
        for (int i = 0; i < columns.size(); i++) {
            StringBuilder part = new StringBuilder("(");
            for (int before = 0; before < i; before++) {
                part.append(name(columns.get(before)))
                        .append(" = ")
                        .append(values.get(before))
                        .append(" AND ");
            }
            boolean last = i == columns.size() - 1;
            part.append(name(columns.get(i)))
                    .append(' ')
                    .append(last ? operator : strict)
                    .append(' ')
                    .append(values.get(i));
            parts.add(part.append(')').toString());
        }
        return "(" + String.join(" OR ", parts) + ")";
    }

    /** How often each value of {@link #compare} is needed, in order, where values are parameters. */
    List<String> comparedValues(List<String> values) {
        if (rowValues || values.size() == 1) {
            return values;
        }
        List<String> repeated = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            repeated.addAll(values.subList(0, i + 1));
        }
        return repeated;
    }

    /** The end of a query that wants only the first rows. */
    String first(long rows) {
        return this == MERGING ? " FETCH FIRST " + rows + " ROWS ONLY" : " LIMIT " + rows;
    }

    /** The end of a query that wants one row behind others. */
    String oneAfter(long rows) {
        return this == MERGING ? " OFFSET " + rows + " ROWS FETCH NEXT 1 ROWS ONLY" : " LIMIT 1 OFFSET " + rows;
    }

    /** The end of a query whose rows are held until the transaction ends. */
    String held() {
        return " FOR UPDATE";
    }

    /** A time some seconds earlier. */
    String earlier(String time, long seconds) {
        return switch (this) {
            case POSTGRESQL, KINGBASE -> time + " - INTERVAL '" + seconds + " seconds'";
            case MARIADB -> time + " - INTERVAL " + seconds + " SECOND";
            case MERGING -> time + " - NUMTODSINTERVAL(" + seconds + ", 'SECOND')";
        };
    }

    /** Writes one row of parameters: inserts it, or overwrites the row with the same keys. */
    String upsert(String table, List<String> columns, List<String> keys) {
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        List<String> rest =
                columns.stream().filter(column -> !keys.contains(column)).toList();
        String insert = "INSERT INTO " + table + " (" + names(columns) + ") VALUES (" + marks + ")";
        return switch (this) {
            case POSTGRESQL, KINGBASE ->
                insert + " ON CONFLICT (" + names(keys) + ") DO "
                        + (rest.isEmpty() ? "NOTHING" : "UPDATE SET " + each(rest, "%1$s = EXCLUDED.%1$s", ", "));
            case MARIADB ->
                insert + " ON DUPLICATE KEY UPDATE " + each(rest.isEmpty() ? keys : rest, "%1$s = VALUES(%1$s)", ", ");
            case MERGING -> merge(table, columns, keys, rest, "FROM DUAL");
        };
    }

    /** The standard's MERGE; {@code from} is what a query without a table ends with. */
    String merge(String table, List<String> columns, List<String> keys, List<String> rest, String from) {
        return "MERGE INTO " + table + " t USING (SELECT " + each(columns, "? AS %1$s", ", ") + " " + from + ") s ON ("
                + each(keys, "t.%1$s = s.%1$s", " AND ") + ")"
                + (rest.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + each(rest, "%1$s = s.%1$s", ", "))
                + " WHEN NOT MATCHED THEN INSERT (" + names(columns) + ") VALUES (" + each(columns, "s.%1$s", ", ")
                + ")";
    }

    private String each(List<String> columns, String pattern, String between) {
        return columns.stream()
                .map(column -> String.format(pattern, name(column)))
                .collect(Collectors.joining(between));
    }
}
