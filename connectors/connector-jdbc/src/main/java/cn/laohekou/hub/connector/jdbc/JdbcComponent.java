package cn.laohekou.hub.connector.jdbc;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Camel component {@code hub-jdbc:<connector>}: declared queries on one database. */
public final class JdbcComponent extends DefaultComponent {

    private static final int DEFAULT_MAX_ROWS = 10_000;
    private static final long DEFAULT_MAX_ANSWER_BYTES = 16L * 1024 * 1024;
    private static final int DEFAULT_CONNECT_TIMEOUT_MS = 3_000;
    private static final int DEFAULT_QUERY_TIMEOUT_MS = 20_000;
    private static final int DEFAULT_MAX_CONNECTIONS = 8;

    /** For Camel, which finds the component by its scheme. */
    public JdbcComponent() {}

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Map<String, Object> queries = new HashMap<>();
        Map<?, ?> given = getAndRemoveOrResolveReferenceParameter(parameters, "queries", Map.class, Map.of());
        given.forEach((name, query) -> queries.put(String.valueOf(name), query));
        JdbcOptions options = new JdbcOptions(
                remaining,
                text(parameters, "database", "postgresql"),
                text(parameters, "host", ""),
                number(parameters, "port", 0),
                text(parameters, "databaseName", ""),
                text(parameters, "username", ""),
                text(parameters, "password", ""),
                text(parameters, "tls", "verify"),
                text(parameters, "trustedCertificates", ""),
                queries,
                number(parameters, "maxRows", DEFAULT_MAX_ROWS),
                getAndRemoveOrResolveReferenceParameter(
                        parameters, "maxAnswerBytes", Long.class, DEFAULT_MAX_ANSWER_BYTES),
                number(parameters, "connectTimeoutMs", DEFAULT_CONNECT_TIMEOUT_MS),
                number(parameters, "queryTimeoutMs", DEFAULT_QUERY_TIMEOUT_MS),
                number(parameters, "maxConnections", DEFAULT_MAX_CONNECTIONS));
        return new JdbcEndpoint(uri, this, options);
    }

    private String text(Map<String, Object> parameters, String name, String absent) {
        return getAndRemoveOrResolveReferenceParameter(parameters, name, String.class, absent);
    }

    private int number(Map<String, Object> parameters, String name, int absent) {
        return getAndRemoveOrResolveReferenceParameter(parameters, name, Integer.class, absent);
    }
}
