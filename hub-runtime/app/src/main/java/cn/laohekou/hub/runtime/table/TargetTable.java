package cn.laohekou.hub.runtime.table;

import java.util.List;

/**
 * The table rows are written to.
 *
 * @param name name of the table, as it passes for one
 * @param columns columns written, in the order of released rows
 * @param keys columns that tell rows apart
 */
record TargetTable(String name, List<Column> columns, List<String> keys) {

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }
}
