package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One declared query, ready to be prepared.
 *
 * @param sql the text with {@code ?} for each parameter
 * @param order names of the parameters in the order of their marks
 * @param parameters types by name
 */
record Query(String sql, List<String> order, Map<String, ParameterType> parameters) {

    /**
     * Reads a query whose parameters are written {@code :name}.
     *
     * @throws ConnectorFault {@code CONNECTOR_MISCONFIGURED} when it is no single SELECT, or names an undeclared
     *     parameter, or leaves a declared one out
     */
    static Query of(String name, String text, Map<String, ParameterType> parameters) throws ConnectorFault {
        SqlScan scan = new SqlScan(text);
        StringBuilder sql = new StringBuilder();
        List<String> order = new ArrayList<>();
        while (scan.next()) {
            switch (scan.kind()) {
                case PARAMETER -> {
                    order.add(scan.text());
                    sql.append('?');
                }
                case COMMENT -> sql.append(' ');
                case FORBIDDEN ->
                    throw Faults.misconfigured(
                            "查询 " + name + " 中不能有分号、问号或未结束的引号。",
                            "Query " + name + " must not hold a semicolon, a question mark or an open quotation.");
                default -> sql.append(scan.text());
            }
        }
        String first = sql.toString().strip().toLowerCase(Locale.ROOT);
        if (!first.startsWith("select ") && !first.startsWith("with ") && !first.startsWith("select\n")) {
            throw Faults.misconfigured(
                    "查询 " + name + " 须是一条 SELECT（或 WITH … SELECT）。",
                    "Query " + name + " must be one SELECT (or WITH).");
        }
        for (String used : order) {
            if (!parameters.containsKey(used)) {
                throw Faults.misconfigured(
                        "查询 " + name + " 的参数 " + used + " 没有在 parameters 中声明类型。",
                        "Parameter " + used + " of query " + name + " has no type in parameters.");
            }
        }
        for (String declared : parameters.keySet()) {
            if (!order.contains(declared)) {
                throw Faults.misconfigured(
                        "查询 " + name + " 没有用到参数 " + declared + "。",
                        "Query " + name + " does not use its parameter " + declared + ".");
            }
        }
        return new Query(sql.toString().strip(), List.copyOf(order), Map.copyOf(parameters));
    }
}
