package cn.laohekou.hub.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before all tests
class EmbeddedPostgresTest {

    private static final Path CACHE = Path.of("target/cache");

    private static EmbeddedPostgres.Settings settings;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start(@TempDir Path home) throws CannotStart {
        settings = new EmbeddedPostgres.Settings(
                home.resolve("data/postgres"), CACHE, home.resolve("secrets/superuser"), home.resolve("logs/pg.log"));
        server = EmbeddedPostgres.start(settings);
    }

    @AfterAll
    static void stop() throws CannotStart {
        server.close();
    }

    @Test
    void whatIsCommittedIsFlushed() throws SQLException {
        assertThat(show("fsync")).isEqualTo("on");
        assertThat(show("synchronous_commit")).isEqualTo("on");
        assertThat(show("full_page_writes")).isEqualTo("on");
    }

    @Test
    void nobodyGetsInWithoutThePassword() {
        assertThatThrownBy(() -> connect(EmbeddedPostgres.SUPERUSER, ""))
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isIn("28P01", "08004");
        assertThatThrownBy(() -> connect(EmbeddedPostgres.SUPERUSER, "wrong"))
                .isInstanceOf(SQLException.class)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("28P01");
    }

    @Test
    void everyWayInAsksForScram() throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rules = statement.executeQuery("SELECT DISTINCT auth_method FROM pg_hba_file_rules")) {
            assertThat(rules.next()).isTrue();
            assertThat(rules.getString(1)).isEqualTo("scram-sha-256");
            assertThat(rules.next()).isFalse();
        }
    }

    @Test
    void itListensOnLoopbackOnly() throws SQLException {
        assertThat(show("listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(show("unix_socket_directories")).isEmpty();
    }

    @Test
    void thePasswordFileIsClosedToOthers() throws Exception {
        assertThat(Files.getPosixFilePermissions(settings.passwordFile()))
                .allMatch(right -> right.name().startsWith("OWNER"));
    }

    @Test
    void committedDataSurvivesTheKillOfEveryServerProcess() throws Exception {
        execute("CREATE TABLE kept (a int)", "INSERT INTO kept VALUES (42)");
        ProcessHandle postmaster = postmaster();
        postmaster.destroyForcibly();
        postmaster.onExit().join();

        server = EmbeddedPostgres.start(settings);

        assertThat(query("SELECT a FROM kept")).isEqualTo("42");
        assertThat(postmaster().pid()).isNotEqualTo(postmaster.pid());
    }

    @Test
    void aServerThatOutlivedItsParentIsStoppedBeforeTheNextStart() throws Exception {
        execute("CREATE TABLE beside (a int)");
        ProcessHandle leftOver = postmaster();

        server = EmbeddedPostgres.start(settings);

        await().until(() -> !leftOver.isAlive());
        assertThat(query("SELECT count(*) FROM beside")).isEqualTo("0");
    }

    private ProcessHandle postmaster() {
        return LeftOver.find(
                        settings.data().resolve("postmaster.pid"),
                        settings.data().toString())
                .orElseThrow();
    }

    private String show(String setting) throws SQLException {
        return query("SHOW " + setting);
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void connect(String user, String password) throws SQLException {
        DriverManager.getConnection(server.url("postgres"), user, password).close();
    }
}
