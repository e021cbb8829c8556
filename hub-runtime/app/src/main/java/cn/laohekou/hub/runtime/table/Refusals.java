package cn.laohekou.hub.runtime.table;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts what databases refuse by whose fault it is; by code alone, since messages quote values. */
final class Refusals {

    /** MariaDB's codes for values that do not fit and come without a class of the standard. */
    private static final Set<Integer> MARIADB_ROWS = Set.of(1048, 1062, 1264, 1265, 1292, 1366, 1406, 1411);

    private Refusals() {}

    /** Whether the rows are at fault: data exceptions (22), constraints (23), and one key twice in a statement (21). */
    static boolean ofRows(SQLException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                String state = sql.getSQLState();
                if (begins(state, "22", "23", "21") || MARIADB_ROWS.contains(sql.getErrorCode())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether names or rights are at fault (42): the schema changed, or the user may not. */
    static boolean ofSchema(SQLException failure) {
        return begins(failure.getSQLState(), "42", "3F");
    }

    /** A short name for the reason a row was refused. */
    static String reason(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return switch (state) {
            case "22001" -> "too-long";
            case "22003" -> "out-of-range";
            case "22007", "22008", "22P02", "22018" -> "not-convertible";
            case "23502" -> "value-missing";
            case "23505", "21000" -> "duplicate-key";
            case "23503" -> "reference-missing";
            case "23514" -> "check-failed";
            default ->
                failure.getErrorCode() == 1366 ? "not-convertible" : "refused-" + (state.isEmpty() ? "unknown" : state);
        };
    }

    private static boolean begins(@Nullable String state, String... classes) {
        for (String start : classes) {
            if (state != null && state.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
