package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.cli.api.SecurityKey;
import cn.laohekou.hub.cli.process.KeycloakDistribution;
import cn.laohekou.hub.cli.process.KeycloakServer;
import cn.laohekou.hub.cli.process.Progress;
import cn.laohekou.hub.cli.process.UpstreamRealm;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import cn.laohekou.hub.runtime.boot.TestBroker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The services the application needs: a durable PostgreSQL, the broker, and a real Keycloak with the realm and its demo people. */
public final class HubServices implements QuarkusTestResourceLifecycleManager {

    /** Password of every demo person and secret of the hub's own clients. */
    static final String PASSWORD = "Only-for-the-tests-1";

    private static final String PEOPLE = "DEMO_PASSWORD_";

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private @Nullable Gate gate;

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("hub-api-test");
            EmbeddedPostgres database = database();
            running.push(database);
            TestBroker broker = TestBroker.start(home.resolve("broker"));
            running.push(broker);
            KeycloakServer keycloak = keycloak(home);
            running.push(keycloak);
            Gate way = new Gate(keycloak.url().getPort());
            running.push(way::shut);
            gate = way;
            return properties(home, database.getPort(), broker.listen(), way.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException | CannotStart e) {
            throw new IllegalStateException(e);
        }
    }

    /** Password of the identity server's own administrator. */
    static String masterPassword() {
        Path home = ConfigProvider.getConfig().getValue("hub.home", Path.class);
        try {
            return SecretFile.read(home.resolve("identity/secrets/keycloak-admin"));
        } catch (CannotStart e) {
            throw new IllegalStateException(e);
        }
    }

    /** The security key of a demo person; newcomers have none. */
    static Path keyFile(Path home, String user) {
        return home.resolve("keys").resolve(user);
    }

    /** Hands the way to the identity server to tests that shut it. */
    @Override
    public void inject(TestInjector injector) {
        Gate way = Objects.requireNonNull(gate);
        injector.injectIntoFields((Runnable) way::shut, field -> field.getName().equals("identityDown"));
        injector.injectIntoFields((Runnable) way::open, field -> field.getName().equals("identityUp"));
    }

    private Map<String, String> properties(Path home, int databasePort, String broker, int identityPort)
            throws IOException {
        Path key = home.resolve("key");
        Files.writeString(key, Base64.getEncoder().encodeToString(new byte[32]));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        Map<String, String> properties = new HashMap<>();
        properties.put("hub.home", home.toString());
        properties.put("hub.key-file", key.toString());
        properties.put("hub.db.url", "jdbc:postgresql://127.0.0.1:" + databasePort + "/hub");
        properties.put("hub.db.runtime-password", PASSWORD);
        properties.put("hub.db.migration-password", PASSWORD);
        properties.put("hub.keycloak.url", "http://127.0.0.1:" + identityPort);
        properties.put("hub.keycloak.client-secret", PASSWORD);
        properties.put("hub.keycloak.provisioner-secret", PASSWORD);
        properties.put("hub.keycloak.realm", "laohekou");
        properties.put("hub.keycloak.setup-secret-file", secretFile(home).toString());
        properties.put("hub.broker.url", broker);
        properties.put("hub.sandbox", "true");
        properties.put("quarkus.http.test-port", "0");
        properties.put("quarkus.management.test-port", "0");
        properties.put("quarkus.log.console.json.enabled", "false");
        return properties;
    }

    private static Path secretFile(Path home) throws IOException {
        Path file = Files.writeString(home.resolve("setup-secret"), PASSWORD);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static EmbeddedPostgres database() throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : List.of("hub_runtime", "hub_migration")) {
                statement.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
            }
            statement.execute("CREATE DATABASE hub OWNER hub_migration");
        }
        return server;
    }

    private static KeycloakServer keycloak(Path home) throws IOException, CannotStart {
        Path folder = Path.of("..", "..", "deploy", "keycloak");
        ObjectMapper json = new ObjectMapper();
        ObjectNode realm =
                (ObjectNode) json.readTree(folder.resolve("realm.json").toFile());
        ObjectNode people =
                (ObjectNode) json.readTree(folder.resolve("sandbox-people.json").toFile());
        realm.set("users", people.get("users"));
        for (JsonNode person : people.get("users")) {
            SecurityKey key = SecurityKey.readOrCreate(
                    keyFile(home, person.path("username").asText()));
            ((ArrayNode) person.path("credentials")).add(key.credential());
        }
        for (int i = 1; i <= Realm.NEWCOMERS; i++) {
            ((ArrayNode) realm.get("users")).add(newcomer(json, Realm.newcomer(i)));
        }
        Map<String, String> secrets = new HashMap<>();
        secrets.put("HUB_CLIENT_SECRET", PASSWORD);
        secrets.put("HUB_PROVISIONER_SECRET", PASSWORD);
        secrets.put("HUB_SETUP_SECRET", PASSWORD);
        secrets.put("HUB_SETUP_ENABLED", "true");
        secrets.putAll(UpstreamRealm.placeholders(PASSWORD, PASSWORD));
        for (String who : List.of(
                "CIVIL_AFFAIRS",
                "PUBLIC_SECURITY",
                "CITY_OPERATION",
                "SYSTEM_ADMINISTRATOR",
                "SECURITY_ADMINISTRATOR",
                "AUDIT_ADMINISTRATOR",
                "DATA_AUTHORITY",
                "OPERATIONS")) {
            secrets.put(PEOPLE + who, PASSWORD);
        }
        return KeycloakServer.start(
                new KeycloakServer.Settings(
                        KeycloakDistribution.in(Path.of("..", "cli", "target", "keycloak")),
                        home.resolve("identity"),
                        List.of(realm.toString(), Files.readString(folder.resolve("sandbox-province-realm.json"))),
                        secrets,
                        0),
                new Progress(System.err));
    }

    /** A person of the realm without any role. */
    private static ObjectNode newcomer(ObjectMapper json, String name) {
        ObjectNode user = json.createObjectNode().put("username", name).put("enabled", true);
        user.put("firstName", name).put("lastName", name);
        user.putObject("attributes").putArray("department").add("11420682MB00001077");
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", PASSWORD)
                .put("temporary", false);
        return user;
    }

    @Override
    public void stop() {
        while (!running.isEmpty()) {
            close(running.pop());
        }
    }

    private static void close(AutoCloseable service) {
        try {
            service.close();
        } catch (Exception e) {
            throw new IllegalStateException("A service could not be stopped", e);
        }
    }
}
