package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A connector's queries by name. */
record Queries(Map<String, Query> byName) {

    static Queries of(Map<String, Object> settings) throws ConnectorFault {
        Map<String, Query> queries = new TreeMap<>();
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            String name = setting.getKey();
            if (!(setting.getValue() instanceof Map<?, ?> query) || !(query.get("sql") instanceof String sql)) {
                throw Faults.misconfigured("查询 " + name + " 缺少 sql。", "Query " + name + " has no sql.");
            }
            queries.put(name, Query.of(name, sql, types(name, query.get("parameters"))));
        }
        if (queries.isEmpty()) {
            throw Faults.misconfigured("queries 中没有查询。", "queries holds no query.");
        }
        return new Queries(queries);
    }

    Query named(@Nullable String name) throws ConnectorFault {
        return Optional.ofNullable(name)
                .map(byName::get)
                .orElseThrow(() -> Faults.misconfigured(
                        "资源操作的路径须为 queries 中的查询名，没有这一个。",
                        "An operation's path must name a query of queries; there is none of that name."));
    }

    private static Map<String, ParameterType> types(String query, @Nullable Object declared) throws ConnectorFault {
        Map<String, ParameterType> types = new TreeMap<>();
        if (declared instanceof Map<?, ?> parameters) {
            for (Map.Entry<?, ?> parameter : parameters.entrySet()) {
                try {
                    types.put(
                            String.valueOf(parameter.getKey()),
                            ParameterType.named(String.valueOf(parameter.getValue())));
                } catch (IllegalArgumentException e) {
                    throw Faults.misconfigured(
                            "查询 " + query + " 的参数类型只能是 string、integer、decimal、boolean、date、timestamp。",
                            "Types of query " + query
                                    + "'s parameters are string, integer, decimal, boolean, date, timestamp.");
                }
            }
        }
        return types;
    }
}
