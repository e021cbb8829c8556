package cn.laohekou.hub.runtime.evidence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated database of its own on one durable embedded PostgreSQL that all tests of this JVM share. */
final class TestDatabase {

    static final String RUNTIME = "hub_runtime";
    static final String MIGRATION = "hub_migration";
    static final String RETENTION = "hub_retention";
    private static final String PASSWORD = "only-for-tests";
    private static final String TEMPLATE = "hub_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    static TestDatabase fresh() throws SQLException {
        EmbeddedPostgres server = Server.INSTANCE;
        String name = "hub_" + NUMBER.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " OWNER " + MIGRATION);
        }
        return new TestDatabase(name);
    }

    String name() {
        return name;
    }

    /** Connections as the run-time role. */
    DataSource runtime() {
        return as(name, RUNTIME);
    }

    /** Connections as the role that owns the tables. */
    DataSource owner() {
        return as(name, MIGRATION);
    }

    /** Connections as the server's superuser. */
    DataSource superuser() {
        return Server.INSTANCE.getDatabase("postgres", name);
    }

    WriterConnections writer() {
        return WriterConnections.to(url(name), RUNTIME, PASSWORD);
    }

    /** Connections as the role that deletes what is archived. */
    WriterConnections retention() {
        return WriterConnections.to(url(name), RETENTION, PASSWORD);
    }

    /** As it was when it was made; cheaper than another database. */
    void reset() throws SQLException {
        execute("SET session_replication_role = replica; TRUNCATE ledger.batch, ledger.record,"
                + " ledger.subject_list, ledger.checkpoint, ledger.head_signature, ledger.signing_key, ledger.anchor, ledger.pruning;"
                + " UPDATE registry.policy_epoch SET epoch = 1");
    }

    long number(String query) throws SQLException {
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        execute(superuser(), sql);
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DataSource as(String database, String role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(database));
        source.setUser(role);
        source.setPassword(PASSWORD);
        return source;
    }

    private static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + Server.INSTANCE.getPort() + "/" + database;
    }

    /** Starts on first use; ends with the JVM. */
    private static final class Server {

        private static final EmbeddedPostgres INSTANCE = start();

        static {
            try {
                prepare();
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot prepare the template database", e);
            }
        }

        private static EmbeddedPostgres start() {
            try {
                // Below the build directory: whatever is left of it goes with the next clean build.
                Path data = Path.of(
                        "target", "evidence-postgres-" + ProcessHandle.current().pid());
                return EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void prepare() throws SQLException {
            DataSource postgres = INSTANCE.getPostgresDatabase();
            for (String role : new String[] {RUNTIME, MIGRATION, RETENTION}) {
                execute(postgres, "CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
            }
            execute(postgres, "CREATE DATABASE " + TEMPLATE + " OWNER " + MIGRATION);
            Flyway.configure()
                    .dataSource(
                            "jdbc:postgresql://127.0.0.1:" + INSTANCE.getPort() + "/" + TEMPLATE, MIGRATION, PASSWORD)
                    .schemas("registry", "ledger", "exchange")
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        }
    }
}
