package cn.laohekou.hub.connector.jdbc;

import java.util.Map;

/**
 * Options of one {@code hub-jdbc} endpoint, as given.
 *
 * @param connector name of the connector; the outgoing guard decides by it
 * @param database {@code postgresql} or {@code mariadb} (MySQL too)
 * @param host name or address of the server
 * @param port its port
 * @param databaseName name of the database
 * @param username user
 * @param password its password; secret
 * @param tls {@code none}, or {@code verify}: encrypted, certificate and host name checked
 * @param trustedCertificates PEM authorities to trust instead of the JVM's
 * @param queries by name: {@code sql} and {@code parameters} (name to type)
 * @param maxRows most rows of an answer
 * @param maxAnswerBytes largest answer, bytes
 * @param connectTimeoutMs milliseconds
 * @param queryTimeoutMs limit for a whole query, milliseconds
 * @param maxConnections connections, and queries at the same time
 */
public record JdbcOptions(
        String connector,
        String database,
        String host,
        int port,
        String databaseName,
        String username,
        String password,
        String tls,
        String trustedCertificates,
        Map<String, Object> queries,
        int maxRows,
        long maxAnswerBytes,
        int connectTimeoutMs,
        int queryTimeoutMs,
        int maxConnections) {

    /** Copies the queries. */
    public JdbcOptions {
        queries = Map.copyOf(queries);
    }

    /** Names the connector only. */
    @Override
    public String toString() {
        return "JdbcOptions[connector=" + connector + "]";
    }
}
