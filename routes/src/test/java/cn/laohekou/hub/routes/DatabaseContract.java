package cn.laohekou.hub.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.DatabaseWork;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.SettingsValidator;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.EmbeddedPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.DynamicTest;

/** Runs the examples of a database plugin's contract through a real route against a real PostgreSQL. */
final class DatabaseContract {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String PASSWORD = "front-of-the-contract";

    private DatabaseContract() {}

    static List<DynamicTest> examples(RoutesFixture hub, Plugin plugin, JsonNode contract) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode example : contract.path("examples")) {
            tests.add(dynamicTest(
                    example.path("name").asText(), () -> check(hub, plugin, contract.path("settings"), example)));
        }
        assertThat(tests).as("examples of " + plugin.name()).isNotEmpty();
        return tests;
    }

    private static void check(RoutesFixture hub, Plugin plugin, JsonNode common, JsonNode example) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        common.properties().forEach(setting -> settings.put(setting.getKey(), value(setting.getValue())));
        example.path("settings").properties().forEach(s -> settings.put(s.getKey(), value(s.getValue())));
        assertThat(new SettingsValidator().validate(plugin, settings)).isEmpty();

        hub.routes.start(new ConnectorInstance("contract", 1, plugin, settings));
        JsonNode send = example.path("send");
        Exchange exchange = hub.exchange(
                send.path("method").asText("GET"), send.path("path").asText(""), new ByteArrayOutputStream());
        exchange.setProperty(ExchangeKeys.PROBE, send.path("probe").asBoolean());
        List<String> rows = new ArrayList<>();
        if (send.has("sql")) {
            exchange.setProperty(
                    ExchangeKeys.DATABASE_WORK, query(send.path("sql").asText(), rows));
        }
        RoutesFixture.run(hub.routes.entry("contract").orElseThrow(), exchange);
        hub.routes.stop("contract");

        JsonNode expect = example.path("expect");
        if (expect.has("error")) {
            assertThat(exchange.getException()).isInstanceOfSatisfying(ConnectorFault.class, fault -> {
                assertThat(fault.code().name()).isEqualTo(expect.path("error").asText());
                assertThat(fault.getMessage()).doesNotContain(PASSWORD);
            });
        } else {
            assertThat(exchange.getException()).isNull();
            List<String> wanted = new ArrayList<>();
            expect.path("rows").forEach(row -> wanted.add(row.asText()));
            assertThat(rows).isEqualTo(wanted);
        }
    }

    private static DatabaseWork query(String sql, List<String> rows) {
        return database -> {
            try (Statement statement = database.connection().createStatement();
                    ResultSet found = statement.executeQuery(sql)) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
        };
    }

    private static Object value(JsonNode node) {
        Object value = YAML.convertValue(node, Object.class);
        return value instanceof String text
                ? text.replace("{database}", "127.0.0.1:" + Holder.SERVER.port())
                        .replace("{password}", PASSWORD)
                        .replace("{closed}", "127.0.0.1:" + closedPort())
                : value;
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Holder {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            Path home = Path.of("target", "contract-postgres");
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start(new EmbeddedPostgres.Settings(
                        home.resolve("data"),
                        home.resolve("cache"),
                        home.resolve("secret/postgres"),
                        home.resolve("log/postgres")));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
                prepare(server);
                return server;
            } catch (CannotStart | SQLException e) {
                throw new AssertionError(e);
            }
        }

        private static void prepare(EmbeddedPostgres server) throws SQLException {
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS front");
                statement.execute("DROP ROLE IF EXISTS front");
                statement.execute("CREATE ROLE front LOGIN PASSWORD '" + PASSWORD + "'");
                statement.execute("CREATE DATABASE front OWNER front");
            }
            try (Connection connection = server.connect("front");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE town (code text PRIMARY KEY, name text)");
                statement.execute("INSERT INTO town VALUES ('420682100', '老河口')");
                statement.execute("GRANT SELECT ON town TO front");
            }
        }

        private static void stop(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (CannotStart e) {
                throw new AssertionError(e);
            }
        }
    }
}
