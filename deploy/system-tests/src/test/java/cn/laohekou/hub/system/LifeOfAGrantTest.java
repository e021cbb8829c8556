package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Approval, withdrawal and limits, by the people whose job it is, on the packaged hub. */
@ExtendWith(SharedSandbox.class)
class LifeOfAGrantTest {

    private static final String SYSTEM = "city-operation-centre";
    private static final String WINDOW = "civil-affairs-window";

    private static HubProcess hub;
    private static Client client;
    private static Office office;
    private static Map<String, String> tokens;

    @BeforeAll
    static void open() throws Exception {
        hub = SharedSandbox.hub();
        client = new Client(hub.announced());
        office = new Office(hub);
        tokens = Map.of(SYSTEM, client.systemToken(SYSTEM), WINDOW, client.systemToken(WINDOW));
    }

    @Test
    void aGrantReleasesNothingBeforeItsApprovalAndNothingAfterItsRevocation() throws Exception {
        office.done(Office.PROVIDER, "POST", "/grants", grantBody("window-address", WINDOW, ""));
        assertCode(towns(WINDOW), 403, "NO_GRANT");
        office.done(Office.PROVIDER, "POST", "/grants/window-address/submit", "");
        assertCode(towns(WINDOW), 403, "NO_GRANT");
        HttpResponse<String> own = office.as(Office.PROVIDER, "POST", "/grants/window-address/approve", "{}");
        assertThat(own.statusCode()).as("a department cannot approve").isEqualTo(403);
        office.as(Office.PROVIDER, "POST", "/grants/window-address/consent", "");
        office.done(Office.SECURITY, "POST", "/grants/window-address/approve", "{}");
        assertThat(towns(WINDOW).statusCode()).isEqualTo(200);

        office.done(Office.SECURITY, "POST", "/grants/window-address/revoke", "");
        assertCode(towns(WINDOW), 403, "GRANT_REVOKED");
    }

    @Test
    void aQuotaAdmitsItsCountAndThenTellsWhenToComeBack() throws Exception {
        office.resource("counted", """
                {"title": "限次资源", "connector": "civil-affairs-address", "sharing": "UNCONDITIONAL", "level": 1,
                 "operations": [{"name": "towns", "method": "GET", "path": "towns"}],
                 "fields": [{"name": "total", "title": "条数", "path": "total", "type": "INTEGER"}]}
                """);
        office.done(Office.CONSUMER, "POST", "/grants", """
                {"name": "counted", "spec": {"system": "city-operation-centre", "resource": "counted",
                 "operations": ["towns"], "purposes": ["grid-dispatch"], "fields": ["total"], "perDay": 3,
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00", "reason": "限次"}}
                """);
        office.done(Office.CONSUMER, "POST", "/grants/counted/submit", "");
        office.done(Office.PROVIDER, "POST", "/grants/counted/consent", "");
        office.done(Office.SECURITY, "POST", "/grants/counted/approve", "{}");

        for (int i = 0; i < 3; i++) {
            assertThat(call(SYSTEM, "counted/towns").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> fourth = call(SYSTEM, "counted/towns");
        assertCode(fourth, 429, "QUOTA_EXCEEDED");
        assertThat(fourth.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }

    @Test
    void everyBadFieldOfARegistrationIsNamedAtOnce() throws Exception {
        HttpResponse<String> answer = office.as(Office.PROVIDER, "POST", "/connectors", """
                {"name": "bad-one", "spec": {"plugin": "rest",
                 "settings": {"baseUrl": "no address", "authentication": "magic", "unheardOf": 1},
                 "limits": {"maxConcurrent": 0}}}
                """);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        JsonNode errors = Client.json(answer).get("errors");
        assertThat(errors.findValuesAsText("pointer"))
                .contains("/spec/settings/baseUrl", "/spec/settings/authentication", "/spec/limits/maxConcurrent")
                .hasSizeGreaterThanOrEqualTo(4);
        HttpResponse<String> unknown = office.as(
                Office.PROVIDER,
                "POST",
                "/connectors",
                "{\"name\": \"bad-two\", \"spec\": {\"plugin\": \"carrier-pigeon\"}}");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("rest");
    }

    @Test
    void aDroppedInPluginIsOnlyOfferedUntilTheSecurityAdministratorEnablesIt() throws Exception {
        Path plugins = SharedSandbox.home().resolve("plugins");
        Files.createDirectories(plugins);
        String rest =
                Files.readString(HubProcess.root().resolve("connectors/catalogue/plugins/rest/rest.kamelet.yaml"));
        Files.writeString(
                plugins.resolve("rest-copy.kamelet.yaml"), rest.replaceFirst("name: rest\\b", "name: rest-copy"));
        Files.writeString(
                plugins.resolve("evil.kamelet.yaml"),
                rest.replaceFirst("name: rest\\b", "name: evil").replace("hub-http:", "exec:"));

        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> "offered".equals(state("rest-copy")));
        assertThat(state("evil")).isEqualTo("refused");
        assertThat(office.as(Office.PROVIDER, "POST", "/connector-plugins/rest-copy/enable", "{}")
                        .statusCode())
                .isEqualTo(403);
        office.done(Office.SECURITY, "POST", "/connector-plugins/rest-copy/enable", "{}");
        assertThat(state("rest-copy")).isEqualTo("enabled");
        assertThat(office.as(Office.SECURITY, "POST", "/connector-plugins/evil/enable", "{}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(state("rest")).as("a broken neighbour harms nothing").isEqualTo("enabled");
    }

    @Test
    void aDisabledSystemIsRefusedAtOnceAndComesBackWhenEnabled() throws Exception {
        office.done(Office.SECURITY, "POST", "/systems/civil-affairs-window/disable", "");
        assertCode(towns(WINDOW), 403, "SYSTEM_DISABLED");
        office.done(Office.SECURITY, "POST", "/systems/civil-affairs-window/enable", "");
        assertThat(Client.json(towns(WINDOW)).path("code").asText()).isNotEqualTo("SYSTEM_DISABLED");
    }

    private static String state(String plugin) throws IOException, InterruptedException {
        HttpResponse<String> answer = office.as(Office.SECURITY, "GET", "/connector-plugins/" + plugin, "");
        return answer.statusCode() == 404
                ? "absent"
                : Client.json(answer).get("state").asText();
    }

    private static String grantBody(String name, String system, String more) {
        return """
                {"name": "%s", "spec": {"system": "%s", "resource": "standard-address", "operations": ["towns"],
                 "purposes": ["grid-dispatch"], "fields": ["total", "code", "name"],
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00",
                 "reason": "窗口办理"%s}}
                """.formatted(name, system, more);
    }

    private static HttpResponse<String> towns(String system) throws IOException, InterruptedException {
        return call(system, "standard-address/towns");
    }

    private static HttpResponse<String> call(String system, String path) throws IOException, InterruptedException {
        return client.send(
                "GET",
                hub.hub() + "/exchange/" + path,
                tokens.getOrDefault(system, ""),
                "",
                "Hub-Purpose",
                "grid-dispatch");
    }

    private static void assertCode(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Client.json(answer).get("code").asText()).isEqualTo(code);
    }
}
