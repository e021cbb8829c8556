package cn.laohekou.hub.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SandboxReport report = new SandboxReport(
            URI.create("http://127.0.0.1:8080"),
            URI.create("http://127.0.0.1:9000"),
            URI.create("http://127.0.0.1:8180/realms/laohekou/protocol/openid-connect/token"),
            List.of(new DemoSystem("city-operation-centre", "dep", "system-secret")),
            List.of(new DemoPerson("yunwei", "dep", List.of("operations"), "X", "person-secret", Path.of("/home/key"))),
            List.of(new Manifest(
                    ManifestKind.RESOURCE,
                    "standard-address",
                    "dep",
                    JSON.createObjectNode().put("title", "标准地址"),
                    "a.yaml")));

    @Test
    void theJsonIsOneObjectOnOneLineWithExactlyThePromisedMembers() throws Exception {
        assertThat(report.json()).doesNotContain("\n");
        JsonNode json = JSON.readTree(report.json());

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("hub", "management", "tokenEndpoint", "systems", "people", "resources", "examples");
        assertThat(json.path("systems").path(0).fieldNames())
                .toIterable()
                .containsExactly("id", "secret", "department");
        assertThat(json.path("people").path(0).fieldNames())
                .toIterable()
                .containsExactly("user", "password", "roles", "securityKeyFile");
        assertThat(json.path("resources").path(0).path("title").asText()).isEqualTo("标准地址");
        assertThat(json.path("examples")).hasSize(2);
        assertThat(json.path("examples").path(0).fieldNames())
                .toIterable()
                .containsExactly("kind", "system", "purpose", "url", "expect");
    }

    @Test
    void theTextHoldsThreeCommandsToPaste() throws Exception {
        assertThat(report.text().lines().filter(line -> line.contains("curl -s")))
                .hasSize(3);
        assertThat(report.text())
                .contains("client_secret=system-secret")
                .contains("'http://127.0.0.1:8080/exchange/standard-address/villages?town=420682100'");
    }

    @Test
    void whatStaysBehindInTheHomeHoldsNoSecret() {
        assertThat(report.addresses()).doesNotContain("secret").contains("tokenEndpoint");
        assertThat(report.toString()).doesNotContain("secret");
    }
}
