package cn.laohekou.hub.routes;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import com.github.tomakehurst.wiremock.http.Request;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.model.RouteTemplateDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DroppedInPluginTest {

    /** Its settings are called like environment variables every process has. */
    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: dropped-in
              labels:
                camel.apache.org/kamelet.type: sink
            spec:
              definition:
                title: 试验 Trial
                description: 试验用。For a trial.
                type: object
                additionalProperties: false
                required: [baseUrl]
                properties:
                  baseUrl:
                    title: 地址 Address
                    description: 地址。Address.
                    type: string
                  path:
                    title: 路径 Path
                    description: 路径。Path.
                    type: string
                    default: health
                  home:
                    title: 密钥 Key
                    description: 密钥。Key.
                    type: string
                    default: ""
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setProperty:
                        name: HubPath
                        constant: fixed
                    - choice:
                        when:
                          - exchangeProperty: HubQuery
                            steps:
                              - setProperty:
                                  name: HubMethod
                                  constant: HEAD
                    - to:
                        uri: "hub-http:{{connector}}"
                        parameters:
                          baseUrl: "{{baseUrl}}"
                          probePath: "{{path}}"
                          username: "{{?home}}"
            """;

    @TempDir
    Path folder;

    private RoutesFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new RoutesFixture();
        hub.counterpart.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void aSettingLeftOutIsNotTakenFromTheHubsEnvironment() throws Exception {
        assertThat(System.getenv()).containsKeys("PATH");
        hub.routes.start(instance(Map.of("baseUrl", hub.counterpart.baseUrl())));
        Exchange probe = hub.exchange("GET", "", new ByteArrayOutputStream());
        probe.setProperty(ExchangeKeys.PROBE, true);
        RoutesFixture.run(hub.routes.entry("trial").orElseThrow(), probe);

        assertThat(probe.getException()).isNull();
        assertThat(urls()).containsExactly("/health");
    }

    @Test
    void itsStepsShapeTheRequestItSends() throws Exception {
        hub.routes.start(instance(Map.of("baseUrl", hub.counterpart.baseUrl())));
        hub.call("trial", "asked/for");

        assertThat(urls()).containsExactly("/fixed");
        hub.routes.stop("trial");
        assertThat(hub.traces()).isEqualTo("routes 0, definitions 0, endpoints 0, settings 0");
    }

    @Test
    void aChangedFileRunsBesideTheOneItReplaces() throws Exception {
        Plugin before = plugin(KAMELET);
        Plugin after = plugin(KAMELET.replace("constant: fixed", "constant: changed"));
        Map<String, Object> settings = Map.of("baseUrl", hub.counterpart.baseUrl());
        hub.routes.start(new ConnectorInstance("old-version", 1, before, settings));
        hub.routes.start(new ConnectorInstance("new-version", 1, after, settings));
        hub.call("old-version", "a");
        hub.call("new-version", "a");

        assertThat(urls()).containsExactlyInAnyOrder("/fixed", "/changed");
    }

    @Test
    void aReplacedFileLeavesNoTemplateBehindOnceNothingRunsOnIt() throws Exception {
        Plugin before = plugin(KAMELET);
        Plugin after = plugin(KAMELET.replace("constant: fixed", "constant: changed"));
        Map<String, Object> settings = Map.of("baseUrl", hub.counterpart.baseUrl());
        hub.routes.start(new ConnectorInstance("one", 1, before, settings));
        hub.routes.start(new ConnectorInstance("two", 1, before, settings));

        hub.routes.start(new ConnectorInstance("one", 1, after, settings));
        assertThat(templates()).as("one connector still runs on it").contains(before.templateId(), after.templateId());

        hub.routes.start(new ConnectorInstance("two", 1, after, settings));
        assertThat(templates()).contains(after.templateId()).doesNotContain(before.templateId());

        hub.routes.start(new ConnectorInstance("one", 2, before, settings));
        hub.call("one", "a");
        hub.call("two", "a");
        assertThat(urls()).containsExactlyInAnyOrder("/fixed", "/changed");
    }

    private List<String> templates() {
        return hub.context.getRouteTemplateDefinitions().stream()
                .map(RouteTemplateDefinition::getId)
                .toList();
    }

    private ConnectorInstance instance(Map<String, Object> settings) throws Exception {
        return new ConnectorInstance("trial", 1, plugin(KAMELET), settings);
    }

    private Plugin plugin(String kamelet) throws Exception {
        Files.writeString(folder.resolve("dropped-in.kamelet.yaml"), kamelet);
        return PluginCatalogue.with(folder).find("dropped-in").orElseThrow();
    }

    private List<String> urls() {
        return hub.counterpart.getAllServeEvents().stream()
                .map(event -> event.getRequest())
                .map(Request::getUrl)
                .toList();
    }
}
