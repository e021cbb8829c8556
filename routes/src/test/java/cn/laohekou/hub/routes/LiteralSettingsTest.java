package cn.laohekou.hub.routes;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cn.laohekou.hub.connector.api.RequestSigning;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import cn.laohekou.hub.connector.file.FileEndpoint;
import cn.laohekou.hub.connector.http.HubHttpEndpoint;
import cn.laohekou.hub.connector.jdbc.JdbcEndpoint;
import cn.laohekou.hub.connector.soap.SoapEndpoint;
import cn.laohekou.hub.connector.table.HubTableEndpoint;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * For every plugin, every string setting and every text that means something to Camel: the value arrives at the component
 * as it was written, and no other option changes - whether or not the connector can then start with it.
 */
class LiteralSettingsTest {

    private static final List<String> HOSTILE = List.of(
            "{{env:PATH}}",
            "{{sys:user.home}}",
            "{{connector}}",
            "{{?baseUrl}}",
            "{{",
            "}}",
            "${env:HOME}",
            "${body}",
            "$simple{camelId}",
            "RAW(x)",
            "RAW{x}",
            "a?b=c&d=e",
            "?maxConnections=1",
            "&verifyHostname=false",
            "#bean:hubOutgoingGuard",
            "#hubOutgoingGuard",
            "#class:java.lang.String",
            "#type:java.lang.String",
            "#property:user.home",
            "#valueAs(int):1",
            "#autowired",
            "resource:file:/etc/hostname",
            "resource:classpath:plugins/names.txt",
            "file:/etc/hostname",
            "ref:hubOutgoingGuard",
            "%7B%7Benv:PATH%7D%7D",
            "%23bean:x",
            "+ %2B",
            "\"quoted\" and 'single'",
            "back\\slash \\{{x}}",
            "line\nbreak",
            "tab\tand\u0000null",
            "中文与 emoji 🏯");

    private RoutesFixture hub;
    private final List<Endpoint> created = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        hub = new RoutesFixture();
        hub.counterpart.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        hub.context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onEndpointAdd(Endpoint endpoint) {
                created.add(endpoint);
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @TestFactory
    Stream<DynamicTest> aSettingChangesNothingButItsOwnValue() {
        PluginCatalogue catalogue = PluginCatalogue.ofRelease();
        assertThat(catalogue.names()).isNotEmpty();
        return catalogue.names().stream()
                .map(name -> catalogue.find(name).orElseThrow())
                .flatMap(plugin -> IntStream.range(0, HOSTILE.size())
                        .mapToObj(first -> dynamicTest(plugin.name() + " " + first, () -> checkAll(plugin, first))));
    }

    @Test
    void hostileTextsArriveOnTheWireAsTheyWereWritten() throws Exception {
        for (String text : HOSTILE) {
            if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                hub.counterpart.resetRequests();
                hub.routes.start(hub.rest(
                        "literal",
                        1,
                        "authentication",
                        "apiKey",
                        "apiKeyHeader",
                        "X-Key",
                        "apiKey",
                        text,
                        "headers",
                        Map.of("X-Fixed", text)));
                assertThat(hub.call("literal", "a").getException()).isNull();
                assertThat(hub.counterpart.getAllServeEvents()).singleElement().satisfies(event -> {
                    assertThat(event.getRequest().getHeader("X-Key")).isEqualTo(text.strip());
                    assertThat(event.getRequest().getHeader("X-Fixed")).isEqualTo(text.strip());
                    assertThat(event.getRequest().getUrl()).isEqualTo("/v1/a");
                });
            }
        }
    }

    /** Every text setting gets another text at once; over all rounds each of them gets each. */
    private void checkAll(Plugin plugin, int first) {
        Map<String, Object> expected = options(plugin, Map.of());
        Map<String, Object> change = new HashMap<>();
        int next = first;
        for (String setting : textSettings(plugin)) {
            String text = HOSTILE.get(next++ % HOSTILE.size());
            change.put(setting, plugin.defaults().get(setting) instanceof Map ? Map.of("X-Fixed", text) : text);
        }
        JsonNode options = endpoint(plugin).path("parameters");
        change.forEach((setting, value) -> expected.put(option(options, setting), value));

        assertThat(options(plugin, change)).isEqualTo(expected);
    }

    /** The option a setting goes into; most have the setting's own name. */
    private static String option(JsonNode options, String setting) {
        return options.properties().stream()
                .filter(option ->
                        option.getValue().asText().replaceAll("[{}?]", "").equals(setting))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode endpoint(Plugin plugin) {
        try {
            JsonNode steps = new ObjectMapper(new YAMLFactory())
                    .readTree(plugin.kamelet())
                    .at("/spec/template/from/steps");
            return steps.get(steps.size() - 1).path("to");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a connector, whether it can or not, and reads what its component was given. */
    private Map<String, Object> options(Plugin plugin, Map<String, Object> change) {
        Map<String, Object> settings = new HashMap<>(examples(plugin));
        settings.putAll(change);
        created.clear();
        try {
            hub.routes.start(new ConnectorInstance("literal", 1, plugin, settings));
        } catch (ConnectorRouteException refused) {
            change.values().forEach(value -> assertThat(refused.getMessage()).doesNotContain(value.toString()));
        }
        hub.routes.stop("literal");
        return created.stream()
                .filter(endpoint -> !endpoint.getEndpointUri().startsWith("kamelet:")
                        && !endpoint.getEndpointUri().startsWith("direct:"))
                .map(LiteralSettingsTest::read)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> read(Endpoint endpoint) {
        if (endpoint instanceof HubHttpEndpoint http) {
            return members(http.options(), "");
        }
        if (endpoint instanceof SoapEndpoint soap) {
            return members(soap.options(), "");
        }
        if (endpoint instanceof JdbcEndpoint jdbc) {
            return members(jdbc.options(), "");
        }
        if (endpoint instanceof HubTableEndpoint table) {
            return members(table.options(), "");
        }
        if (endpoint instanceof FileEndpoint files) {
            return members(files.options(), "");
        }
        throw new AssertionError("teach this test to read the plugin's component");
    }

    /** A record's members; those of a signing under the names of the settings they come from. */
    private static Map<String, Object> members(Object options, String prefix) {
        Map<String, Object> values = new TreeMap<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(options);
                String name = component.getName();
                if (value instanceof RequestSigning.Settings) {
                    values.putAll(members(value, name));
                } else if (value instanceof Record) {
                    values.putAll(members(value, ""));
                } else if (name.equals("mechanism")) {
                    values.put(prefix, value);
                } else if (name.equals("convention")) {
                    values.put(prefix + "Headers", value);
                } else {
                    values.put(prefix.isEmpty() ? name : prefix + capital(name), value);
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        return values;
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** The required settings, from the plugin's own examples. */
    private Map<String, Object> examples(Plugin plugin) {
        Map<String, Object> settings = new HashMap<>();
        JsonNode schema = schema(plugin);
        schema.path("required").forEach(name -> {
            JsonNode setting = schema.at("/properties/" + name.asText());
            String type = setting.path("type").asText();
            JsonNode example = setting.path("example");
            // A secret has no example on purpose.
            boolean secret = setting.path("format").asText().equals("password");
            String text = secret ? "only-for-tests" : example.asText();
            settings.put(
                    name.asText(), type.equals("object") ? Map.of() : type.equals("integer") ? example.asInt() : text);
        });
        assertThat(settings.values()).as("required settings have an example").doesNotContain("", 0);
        return settings;
    }

    private static List<String> textSettings(Plugin plugin) {
        List<String> names = new ArrayList<>();
        schema(plugin).path("properties").properties().forEach(property -> {
            String type = property.getValue().path("type").asText();
            if (type.equals("string") || type.equals("object")) {
                names.add(property.getKey());
            }
        });
        return names;
    }

    private static JsonNode schema(Plugin plugin) {
        try {
            return new ObjectMapper().readTree(plugin.settingsSchema());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
