package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.EmbeddedPostgres;
import cn.laohekou.hub.embedded.SecretFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The database the hub works with, embedded or external, checked to be durable.
 *
 * @param url JDBC address without user and password
 * @param runtimeUser role the hub works as
 * @param runtimePassword its password
 * @param migrationUser role that owns the schemas
 * @param migrationPassword its password
 * @param server the embedded server; empty when external
 */
record HubDatabase(
        String url,
        String runtimeUser,
        String runtimePassword,
        String migrationUser,
        String migrationPassword,
        Optional<EmbeddedPostgres> server)
        implements AutoCloseable {

    private static final String DATABASE = "hub";
    private static final String RUNTIME = "hub_runtime";
    private static final String MIGRATION = "hub_migration";

    /** The name is fixed: the ledger's guards know it. */
    private static final String RETENTION = "hub_retention";

    /** Starts the embedded server, or uses the external one the settings name. */
    static HubDatabase open(HubSettings settings) throws CannotStart {
        HubDatabase database =
                settings.database().isPresent() ? external(settings.database().get()) : embedded(settings.home());
        try {
            database.check();
        } catch (CannotStart e) {
            database.close();
            throw e;
        }
        return database;
    }

    @Override
    public void close() throws CannotStart {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    private void check() throws CannotStart {
        try (Connection connection = DriverManager.getConnection(url, runtimeUser, runtimePassword)) {
            DurableDatabase.check(connection);
        } catch (SQLException e) {
            throw new CannotStart(
                    "数据库拒绝了角色 " + runtimeUser + " 的连接（SQLSTATE " + e.getSQLState() + "），请检查地址、角色和口令文件。"
                            + " The database refused role " + runtimeUser + "; check address, role and password file.",
                    e);
        }
    }

    private static HubDatabase external(HubSettings.Database database) throws CannotStart {
        return new HubDatabase(
                database.url(),
                database.runtime().user(),
                SecretFile.read(database.runtime().passwordFile()),
                database.migration().user(),
                SecretFile.read(database.migration().passwordFile()),
                Optional.empty());
    }

    private static HubDatabase embedded(Path home) throws CannotStart {
        Path secrets = home.resolve("secrets");
        String runtimePassword = SecretFile.readOrCreate(secrets.resolve(RUNTIME));
        String migrationPassword = SecretFile.readOrCreate(secrets.resolve(MIGRATION));
        EmbeddedPostgres server = EmbeddedPostgres.start(new EmbeddedPostgres.Settings(
                home.resolve("data/postgres"),
                home.resolve("cache"),
                secrets.resolve("postgres-superuser"),
                home.resolve("logs/postgres.log")));
        try {
            prepare(server, runtimePassword, migrationPassword, SecretFile.readOrCreate(retentionPassword(home)));
        } catch (SQLException e) {
            server.close();
            throw new CannotStart(
                    "无法在内嵌 PostgreSQL 中建立数据库和角色（SQLSTATE " + e.getSQLState() + "）。"
                            + " The database and its roles could not be made in the embedded PostgreSQL.",
                    e);
        }
        return new HubDatabase(
                server.url(DATABASE), RUNTIME, runtimePassword, MIGRATION, migrationPassword, Optional.of(server));
    }

    /** Where the password of the role that deletes archived evidence lies for the embedded server. */
    static Path retentionPassword(Path home) {
        return home.resolve("secrets").resolve(RETENTION);
    }

    private static void prepare(
            EmbeddedPostgres server, String runtimePassword, String migrationPassword, String retentionPassword)
            throws SQLException {
        try (Connection connection = server.connect("postgres")) {
            role(connection, RUNTIME, runtimePassword);
            role(connection, MIGRATION, migrationPassword);
            role(connection, RETENTION, retentionPassword);
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", DATABASE)) {
                execute(connection, "CREATE DATABASE " + DATABASE + " OWNER " + MIGRATION);
            }
            execute(connection, "REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
            execute(connection, "GRANT CONNECT ON DATABASE " + DATABASE + " TO " + RUNTIME + ", " + RETENTION);
        }
        try (Connection connection = server.connect(DATABASE)) {
            execute(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
        }
    }

    /** The password is generated base64url text, so quoting it is safe. */
    private static void role(Connection connection, String role, String password) throws SQLException {
        boolean known = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role);
        execute(connection, (known ? "ALTER" : "CREATE") + " ROLE " + role + " LOGIN PASSWORD '" + password + "'");
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
