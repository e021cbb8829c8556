package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.ConnectorFault;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How one database is reached. Drivers know dozens of options that load classes, read files or send them; none of them
 * is taken from a setting. The address, the name and the few options below are all a driver is told.
 */
final class Database {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]");
    private static final int MAX_PORT = 65_535;
    private static final long MILLIS = 1_000;

    private final JdbcOptions options;
    private final boolean postgres;

    private Database(JdbcOptions options, boolean postgres) {
        this.options = options;
        this.postgres = postgres;
    }

    static Database of(JdbcOptions options) throws ConnectorFault {
        boolean postgres = options.database().equals("postgresql");
        boolean known = postgres || options.database().equals("mariadb");
        boolean tls = options.tls().equals("verify") || options.tls().equals("none");
        if (!known || !tls) {
            throw Faults.misconfigured(
                    "database 只能是 postgresql 或 mariadb，tls 只能是 verify 或 none。",
                    "database must be postgresql or mariadb, tls must be verify or none.");
        }
        if (!HOST.matcher(options.host()).matches()
                || options.port() < 1
                || options.port() > MAX_PORT
                || options.databaseName().isEmpty()) {
            throw Faults.misconfigured(
                    "host、port 或 databaseName 无效：只写主机名或地址、端口、库名，不写 JDBC 地址。",
                    "host, port or databaseName is not usable: write a host, a port and a name, no JDBC address.");
        }
        if (options.maxRows() < 1
                || options.maxAnswerBytes() < 1
                || options.connectTimeoutMs() < 1
                || options.queryTimeoutMs() < 1
                || options.maxConnections() < 1) {
            throw Faults.misconfigured("各项上限与时限须大于 0。", "All limits and time-outs must be greater than 0.");
        }
        return new Database(options, postgres);
    }

    JdbcOptions options() {
        return options;
    }

    /** The statement that makes the transaction refuse to write; the first one in it. */
    String beginReadOnly() {
        return postgres ? "SET TRANSACTION READ ONLY" : "START TRANSACTION READ ONLY";
    }

    /** A pool that opens connections when they are asked for; to be closed. */
    AgroalDataSource open(String ticket) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(false)
                .connectionPoolConfiguration(pool -> pool.maxSize(options.maxConnections())
                        .minSize(0)
                        .initialSize(0)
                        .acquisitionTimeout(Duration.ofMillis(options.queryTimeoutMs()))
                        .reapTimeout(Duration.ofMinutes(1))
                        .idleValidationTimeout(Duration.ofSeconds(2))
                        .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(2))
                        .connectionFactoryConfiguration(factory -> connect(factory, ticket)))
                .get());
    }

    private AgroalConnectionFactoryConfigurationSupplier connect(
            AgroalConnectionFactoryConfigurationSupplier factory, String ticket) {
        factory.connectionProviderClassName(postgres ? "org.postgresql.Driver" : "org.mariadb.jdbc.Driver")
                .jdbcUrl(url())
                .autoCommit(false)
                .principal(new NamePrincipal(options.username()))
                .credential(new SimplePassword(options.password()));
        (postgres ? postgresOptions(ticket) : mariaOptions(ticket)).forEach(factory::jdbcProperty);
        return factory;
    }

    private String url() {
        String name = URLEncoder.encode(options.databaseName(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return "jdbc:" + options.database() + "://" + options.host() + ":" + options.port() + "/" + name;
    }

    private Map<String, String> postgresOptions(String ticket) {
        Map<String, String> driver = new LinkedHashMap<>();
        driver.put("socketFactory", PostgresSockets.class.getName());
        driver.put("socketFactoryArg", ticket);
        driver.put("connectTimeout", seconds(options.connectTimeoutMs()));
        driver.put("loginTimeout", seconds(options.connectTimeoutMs()));
        driver.put("socketTimeout", seconds(options.queryTimeoutMs() + MILLIS));
        driver.put("ApplicationName", "laohekou-hub");
        driver.put("logServerErrorDetail", "false");
        if (options.tls().equals("none")) {
            driver.put("sslmode", "disable");
            return driver;
        }
        driver.put("sslmode", "verify-full");
        if (options.trustedCertificates().isEmpty()) {
            driver.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
            driver.put("sslfactory", "org.postgresql.ssl.SingleCertValidatingFactory");
            driver.put("sslfactoryarg", options.trustedCertificates());
        }
        return driver;
    }

    private Map<String, String> mariaOptions(String ticket) {
        Map<String, String> driver = new LinkedHashMap<>();
        driver.put("socketFactory", MariaSockets.class.getName());
        driver.put(MariaSockets.TICKET, ticket);
        driver.put("connectTimeout", Integer.toString(options.connectTimeoutMs()));
        driver.put("socketTimeout", Long.toString(options.queryTimeoutMs() + MILLIS));
        // A hostile server may ask a client for its files.
        driver.put("allowLocalInfile", "false");
        driver.put("permitMysqlScheme", "false");
        driver.put("sslMode", options.tls().equals("none") ? "disable" : "verify-full");
        if (!options.trustedCertificates().isEmpty()) {
            driver.put("serverSslCert", options.trustedCertificates());
        }
        return driver;
    }

    private static String seconds(long millis) {
        return Long.toString(Math.max(1, (millis + MILLIS - 1) / MILLIS));
    }
}
