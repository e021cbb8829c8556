package cn.laohekou.hub.runtime.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows a chunk is taken from.
 *
 * @param order columns the rows are read in the order of
 * @param after values of these columns, or the first of them, behind which to begin; null for the first row
 * @param until values of these columns, or the first of them, to end with; null for the last row
 * @param pending value of the status column; null when there is none
 * @param rows how many at most
 */
record Range(
        List<String> order,
        @Nullable List<String> after,
        @Nullable List<String> until,
        @Nullable Pending pending,
        int rows) {

    /**
     * Rows that are marked to be fetched.
     *
     * @param column the status column
     * @param value its value
     */
    record Pending(String column, String value) {}
}
