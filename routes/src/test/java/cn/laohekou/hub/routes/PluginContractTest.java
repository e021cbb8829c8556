package cn.laohekou.hub.routes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import cn.laohekou.hub.connector.catalogue.SettingsValidator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every example of every plugin's contract through a real route against a stub. */
class PluginContractTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String COUNTERPART = "{counterpart}";
    private static final String DATABASE_PORT = "{databasePort}";

    /** Started by the first plugin whose counterpart is a database. */
    private static @Nullable EmbeddedPostgres database;

    private RoutesFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new RoutesFixture();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @TestFactory
    Stream<DynamicContainer> everyPluginKeepsItsContract() {
        PluginCatalogue catalogue = PluginCatalogue.ofRelease();
        assertThat(catalogue.offers())
                .isNotEmpty()
                .allSatisfy(
                        offer -> assertThat(offer.findings()).as(offer.name()).isEmpty());
        return catalogue.names().stream()
                .filter(name ->
                        !Contracts.isOfFiles(Contracts.of(catalogue.find(name).orElseThrow())))
                .map(name ->
                        dynamicContainer(name, examples(catalogue.find(name).orElseThrow())));
    }

    private List<DynamicTest> examples(Plugin plugin) {
        JsonNode contract = contract(plugin);
        if (contract.path("counterpart").asText().equals("postgresql")) {
            return DatabaseContract.examples(hub, plugin, contract);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode example : contract.path("examples")) {
            tests.add(dynamicTest(
                    example.path("name").asText(), () -> check(plugin, contract.path("settings"), example)));
        }
        assertThat(tests).as("examples of " + plugin.name()).isNotEmpty();
        return tests;
    }

    private void check(Plugin plugin, JsonNode common, JsonNode example) throws Exception {
        hub.counterpart.resetAll();
        stub(example.path("counterpart"));
        Map<String, Object> settings = new HashMap<>();
        for (JsonNode given : List.of(common, example.path("settings"))) {
            for (Map.Entry<String, JsonNode> setting : given.properties()) {
                settings.put(setting.getKey(), value(setting.getValue()));
            }
        }
        assertThat(new SettingsValidator().validate(plugin, settings)).isEmpty();

        hub.routes.start(new ConnectorInstance("contract", 1, plugin, settings));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Exchange exchange = exchange(example.path("send"), answer);
        RoutesFixture.run(hub.routes.entry("contract").orElseThrow(), exchange);
        hub.routes.stop("contract");

        JsonNode expect = example.path("expect");
        if (expect.has("error")) {
            checkFault(expect, exchange);
        } else {
            checkAnswer(expect.path("answer"), exchange, answer);
        }
        if (!example.path("counterpart").has("sql")) {
            checkRequests(expect);
        }
    }

    private static EmbeddedPostgres database() throws IOException {
        EmbeddedPostgres running = database;
        if (running == null) {
            running = EmbeddedPostgres.start();
            database = running;
        }
        return running;
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        EmbeddedPostgres running = database;
        database = null;
        if (running != null) {
            running.close();
        }
    }

    private void stub(JsonNode counterpart) throws Exception {
        if (counterpart.has("sql")) {
            try (Connection connection = database().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                for (JsonNode sql : counterpart.path("sql")) {
                    statement.execute(sql.asText());
                }
            }
            return;
        }
        if (counterpart.properties().stream().noneMatch(entry -> entry.getKey().startsWith("/"))) {
            hub.counterpart.stubFor(any(anyUrl()).willReturn(response(counterpart)));
            return;
        }
        for (Map.Entry<String, JsonNode> path : counterpart.properties()) {
            int last = path.getValue().size() - 1;
            for (int i = 0; i <= last; i++) {
                hub.counterpart.stubFor(any(urlPathEqualTo(path.getKey()))
                        .inScenario(path.getKey())
                        .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answer " + i)
                        .willSetStateTo(i == 0 && last == 0 ? Scenario.STARTED : "answer " + Math.min(i + 1, last))
                        .willReturn(response(path.getValue().get(i))));
            }
        }
    }

    private static void checkFault(JsonNode expect, Exchange exchange) {
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        ConnectorFault.class,
                        fault -> assertThat(fault.code().name())
                                .isEqualTo(expect.path("error").asText()));
        if (expect.has("status")) {
            assertThat(exchange.getProperty(ExchangeKeys.ANSWER_STATUS))
                    .isEqualTo(expect.path("status").asInt());
        }
    }

    private static void checkAnswer(JsonNode expect, Exchange exchange, ByteArrayOutputStream answer) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getProperty(ExchangeKeys.ANSWER_STATUS))
                .isEqualTo(expect.path("status").asInt());
        assertThat(exchange.getProperty(ExchangeKeys.ANSWER_TYPE, String.class))
                .isEqualTo(expect.path("type").asText(null));
        assertThat(answer.toString(UTF_8)).isEqualTo(expect.path("body").asText());
    }

    private void checkRequests(JsonNode expect) {
        List<LoggedRequest> requests = new ArrayList<>();
        // The newest comes first.
        hub.counterpart.getAllServeEvents().forEach(event -> requests.add(0, event.getRequest()));
        if (expect.path("requests").isArray()) {
            assertThat(requests).hasSameSizeAs(expect.path("requests"));
            for (int i = 0; i < requests.size(); i++) {
                checkRequest(expect.path("requests").get(i), requests.get(i));
            }
            return;
        }
        assertThat(requests).hasSize(expect.path("requests").asInt(1));
        JsonNode wanted = expect.path("request");
        if (wanted.isMissingNode()) {
            assertThat(requests)
                    .as("an example says what the counterpart must have received")
                    .isEmpty();
            return;
        }
        checkRequest(wanted, requests.get(0));
    }

    private static void checkRequest(JsonNode wanted, LoggedRequest received) {
        assertThat(received.getMethod().getName())
                .isEqualTo(wanted.path("method").asText());
        assertThat(received.getUrl()).isEqualTo(wanted.path("url").asText());
        assertThat(received.getBodyAsString()).isEqualTo(wanted.path("body").asText(""));
        wanted.path("headers")
                .properties()
                .forEach(header -> assertThat(received.getHeader(header.getKey()))
                        .isEqualTo(header.getValue().asText()));
        wanted.path("absent")
                .forEach(name -> assertThat(received.containsHeader(name.asText()))
                        .as(name.asText())
                        .isFalse());
    }

    private Exchange exchange(JsonNode send, ByteArrayOutputStream answer) {
        Exchange exchange =
                hub.exchange(send.path("method").asText(null), send.path("path").asText(""), answer);
        exchange.setProperty(ExchangeKeys.QUERY, send.path("query").asText(""));
        exchange.setProperty(ExchangeKeys.EXCHANGE_ID, send.path("exchangeId").asText(null));
        exchange.setProperty(ExchangeKeys.TRACE_PARENT, send.path("traceParent").asText(null));
        exchange.setProperty(ExchangeKeys.PROBE, send.path("probe").asBoolean());
        send.path("messageHeaders")
                .properties()
                .forEach(header -> exchange.getMessage()
                        .setHeader(header.getKey(), header.getValue().asText()));
        if (send.has("body")) {
            exchange.getMessage().setBody(send.path("body").asText().getBytes(UTF_8));
        }
        return exchange;
    }

    private ResponseDefinitionBuilder response(JsonNode counterpart) throws IOException {
        if (counterpart.has("fault")) {
            return aResponse().withFault(Fault.valueOf(counterpart.path("fault").asText()));
        }
        ResponseDefinitionBuilder response = aResponse()
                .withStatus(counterpart.path("status").asInt())
                .withFixedDelay(counterpart.path("delayMs").asInt());
        for (Map.Entry<String, JsonNode> header : counterpart.path("headers").properties()) {
            response.withHeader(header.getKey(), value(header.getValue()).toString());
        }
        if (counterpart.has("gzipBody")) {
            String text = counterpart.path("gzipBody").asText();
            return response.withHeader("Content-Encoding", "gzip")
                    .withBody(gzip(text.repeat(counterpart.path("repeatBody").asInt(1))));
        }
        return counterpart.has("body")
                ? response.withBody(counterpart.path("body").asText())
                : response;
    }

    private Object value(JsonNode node) throws IOException {
        Object value = YAML.convertValue(node, Object.class);
        if (DATABASE_PORT.equals(value)) {
            return database().getPort();
        }
        return value instanceof String text ? text.replace(COUNTERPART, hub.counterpart.baseUrl()) : value;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }

    private static JsonNode contract(Plugin plugin) {
        String path = "/plugins/" + plugin.name() + "/contract.yaml";
        try (InputStream in = PluginCatalogue.class.getResourceAsStream(path)) {
            return YAML.readTree(in);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }
}
