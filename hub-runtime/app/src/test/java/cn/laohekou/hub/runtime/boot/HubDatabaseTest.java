package cn.laohekou.hub.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // set before all tests
class HubDatabaseTest {

    private static Path home;
    private static HubDatabase database;

    @BeforeAll
    static void start(@TempDir Path folder) throws CannotStart {
        home = folder;
        database = HubDatabase.open(settings(Map.of()));
    }

    @AfterAll
    static void stop() throws CannotStart {
        database.close();
    }

    @AfterEach
    void durableAgain() throws SQLException {
        asSuperuser("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()", "ALTER ROLE hub_runtime RESET ALL");
    }

    @Test
    void theRuntimeRoleCannotMakeTablesOrSchemas() throws SQLException {
        try (Connection connection = runtime();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("CREATE TABLE t (a int)"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("CREATE SCHEMA s")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("SET ROLE hub_migration"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theMigrationRoleOwnsTheDatabaseButIsNoSuperuser() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        database.url(), database.migrationUser(), database.migrationPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA made_by_migration");
            statement.execute("DROP SCHEMA made_by_migration");
            assertThatThrownBy(() -> statement.execute("ALTER SYSTEM SET fsync = off"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "full_page_writes", "synchronous_commit"})
    void aServerThatDoesNotFlushIsRefused(String setting) throws Exception {
        asSuperuser("ALTER SYSTEM SET " + setting + " = off", "SELECT pg_reload_conf()");
        // The reload is a signal; it has arrived once a new session sees the value.
        await().until(() -> reported(setting).equals("off"));

        try (Connection connection = runtime()) {
            assertThatThrownBy(() -> DurableDatabase.check(connection))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining(setting);
        }
    }

    @Test
    void anExternalServerIsAskedToo() throws Exception {
        asSuperuser("ALTER ROLE hub_runtime SET synchronous_commit = off");
        Map<String, String> external = Map.of(
                "HUB_DB_URL",
                database.url(),
                "HUB_DB_RUNTIME_PASSWORD_FILE",
                home.resolve("secrets/hub_runtime").toString(),
                "HUB_DB_MIGRATION_PASSWORD_FILE",
                home.resolve("secrets/hub_migration").toString());

        assertThatThrownBy(() -> HubDatabase.open(settings(external)))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("synchronous_commit");

        asSuperuser("ALTER ROLE hub_runtime RESET ALL");
        HubDatabase opened = HubDatabase.open(settings(external));
        assertThat(opened.server()).isEmpty();
    }

    @Test
    void aWrongPasswordIsASentenceWithoutThePassword() throws Exception {
        Path wrong = Files.writeString(home.resolve("wrong"), "not-the-password");
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> external = Map.of(
                "HUB_DB_URL",
                database.url(),
                "HUB_DB_RUNTIME_PASSWORD_FILE",
                wrong.toString(),
                "HUB_DB_MIGRATION_PASSWORD_FILE",
                wrong.toString());

        assertThatThrownBy(() -> HubDatabase.open(settings(external)))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("hub_runtime")
                .hasMessageNotContaining("not-the-password");
    }

    private static HubSettings settings(Map<String, String> more) throws CannotStart {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HUB_HOME", home.toString());
        environment.put("HUB_KEYCLOAK_URL", "http://127.0.0.1:8180");
        return HubSettings.read(environment, home);
    }

    private static Connection runtime() throws SQLException {
        return DriverManager.getConnection(database.url(), database.runtimeUser(), database.runtimePassword());
    }

    private static String reported(String setting) throws SQLException {
        try (Connection connection = runtime();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = database.server().orElseThrow().connect("hub");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
