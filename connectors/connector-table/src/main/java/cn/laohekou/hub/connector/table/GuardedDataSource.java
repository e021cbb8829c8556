package cn.laohekou.hub.connector.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens connections of one connector, each to an address the guard allowed just before. */
final class GuardedDataSource implements DataSource {

    private static final long LOOK_UP_SECONDS = 10;

    private final TableOptions options;
    private final JdbcAddress address;
    private final Driver driver;
    private final OutgoingGuard guard;

    GuardedDataSource(TableOptions options, JdbcAddress address, Driver driver, OutgoingGuard guard) {
        this.options = options;
        this.address = address;
        this.driver = driver;
        this.guard = guard;
    }

    /** The address a connection may go to now. */
    InetAddress check() throws ConnectorFault {
        try {
            return guard.resolve(options.connector(), address.host(), address.port())
                    .toCompletableFuture()
                    .get(LOOK_UP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Faults.connecting(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | CompletionException e) {
            throw Faults.connecting(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Faults.connecting(e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            InetAddress checked = check();
            // Without its name: nothing may look the name up again.
            InetAddress literal = InetAddress.getByAddress(checked.getAddress());
            PinnedSocketFactory.pin(new InetSocketAddress(literal, address.port()));
            DriverSettings settings = DriverSettings.of(options, address);
            String target = settings.pinned() ? address.host() : literal.getHostAddress();
            Connection connection = driver.connect(address.to(target), settings.properties());
            if (connection == null) {
                throw new SQLException("the driver does not take the address");
            }
            return prepared(connection, settings);
        } catch (ConnectorFault | UnknownHostException e) {
            throw new SQLException("not connected", "08001", e);
        } finally {
            PinnedSocketFactory.pin(null);
        }
    }

    private static Connection prepared(Connection connection, DriverSettings settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String first : settings.first()) {
                statement.execute(first);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    /** Names the connector. */
    @Override
    public String toString() {
        return "GuardedDataSource[" + options.connector() + "]";
    }

    /**
     * What a driver is told.
     *
     * @param properties as the driver names them
     * @param first statements that make sessions of all products write times and numbers alike
     * @param pinned whether the driver opens sockets through {@link PinnedSocketFactory}
     */
    record DriverSettings(Properties properties, java.util.List<String> first, boolean pinned) {

        static DriverSettings of(TableOptions options, JdbcAddress address) throws ConnectorFault {
            Properties properties = new Properties();
            properties.setProperty("user", options.user());
            properties.setProperty("password", options.password());
            return switch (address.product()) {
                case "postgresql" -> postgres(options, properties);
                case "mariadb" -> mariadb(options, properties);
                default -> other(options, properties);
            };
        }

        private static DriverSettings postgres(TableOptions options, Properties properties) {
            properties.setProperty("socketFactory", PinnedSocketFactory.class.getName());
            properties.setProperty("ApplicationName", "hub-" + options.connector());
            properties.setProperty("connectTimeout", Integer.toString(seconds(options.connectTimeoutMs())));
            properties.setProperty("socketTimeout", Integer.toString(seconds(options.socketTimeoutMs())));
            properties.setProperty("reWriteBatchedInserts", "true");
            properties.setProperty("gssEncMode", "disable");
            boolean verify = options.tls().equals("verify");
            properties.setProperty(
                    "sslmode", options.tls().equals("none") ? "disable" : verify ? "verify-full" : "require");
            if (verify && options.trustedCertificate().isEmpty()) {
                properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            } else if (verify) {
                properties.setProperty("sslfactory", "org.postgresql.ssl.SingleCertValidatingFactory");
                properties.setProperty("sslfactoryarg", options.trustedCertificate());
            } else if (!options.tls().equals("none")) {
                properties.setProperty("sslfactory", "org.postgresql.ssl.NonValidatingFactory");
            }
            return new DriverSettings(
                    properties,
                    java.util.List.of(
                            "SET DateStyle = 'ISO, YMD'",
                            "SET TIME ZONE 'UTC'",
                            "SET extra_float_digits = 1",
                            "SET bytea_output = 'hex'",
                            "SET standard_conforming_strings = on",
                            // A lost hub must not hold locks for ever.
                            "SET idle_in_transaction_session_timeout = '120s'"),
                    true);
        }

        private static DriverSettings mariadb(TableOptions options, Properties properties) {
            properties.setProperty("socketFactory", PinnedSocketFactory.class.getName());
            properties.setProperty("connectTimeout", Integer.toString(options.connectTimeoutMs()));
            properties.setProperty("socketTimeout", Integer.toString(options.socketTimeoutMs()));
            properties.setProperty("useBulkStmts", "true");
            properties.setProperty("useServerPrepStmts", "true");
            properties.setProperty("allowLocalInfile", "false");
            properties.setProperty("tinyInt1isBit", "false");
            String mode =
                    options.tls().equals("none") ? "disable" : options.tls().equals("verify") ? "verify-full" : "trust";
            properties.setProperty("sslMode", mode);
            if (!options.trustedCertificate().isEmpty()) {
                properties.setProperty("serverSslCert", options.trustedCertificate());
            }
            return new DriverSettings(
                    properties,
                    java.util.List.of(
                            "SET SESSION time_zone = '+00:00'",
                            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO'"),
                    true);
        }

        private static DriverSettings other(TableOptions options, Properties properties) throws ConnectorFault {
            if (!options.tls().equals("none")) {
                throw Faults.misconfigured(
                        "此数据库的驱动由部门提供，枢纽不能为其设置 tls；请用专线或网关加密。",
                        "The hub cannot set up tls for a driver that was added; encrypt the line or use a gateway.");
            }
            return new DriverSettings(properties, java.util.List.of(), false);
        }

        private static int seconds(int millis) {
            return Math.max(1, (millis + 999) / 1000);
        }
    }
}
