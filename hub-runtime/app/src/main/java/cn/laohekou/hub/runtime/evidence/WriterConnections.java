package cn.laohekou.hub.runtime.evidence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections for the ledger's writer, one at a time, outside any pool. */
@FunctionalInterface
public interface WriterConnections {

    /** Opens a new connection as the run-time role, in autocommit. */
    Connection open() throws SQLException;

    /**
     * Connections straight to PostgreSQL.
     *
     * @param url JDBC address
     * @param user run-time role
     * @param password its password
     */
    static WriterConnections to(String url, String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "hub-ledger");
        // The few statements of this connection are prepared on the server at their first use.
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        return () -> DriverManager.getConnection(url, properties);
    }
}
