package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The law's walk on the packaged hub: apply, agree, use, stop, end; with the realm deciding who may do what. */
@ExtendWith(SharedSandbox.class)
class SharingWalkTest {

    private static final String RESOURCE = """
            {"title": "共享演练", "connector": "civil-affairs-address", "sharing": "UNCONDITIONAL", "level": 1,
             "operations": [{"name": "towns", "method": "GET", "path": "towns"}],
             "fields": [{"name": "total", "title": "条数", "path": "total", "type": "INTEGER"}]}
            """;

    private static final String GRANT = """
            {"name": "walk-grant", "spec": {"system": "city-operation-centre", "resource": "walk-resource",
             "operations": ["towns"], "purposes": ["grid-dispatch"], "fields": ["total"],
             "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00"%s}}
            """;

    private static HubProcess hub;
    private static Client client;
    private static Office office;
    private static String token;

    @BeforeAll
    static void open() throws Exception {
        hub = SharedSandbox.hub();
        client = new Client(hub.announced());
        office = new Office(hub);
        token = client.systemToken("city-operation-centre");
    }

    @Test
    void anApplicationIsFiledAgreedUsedStoppedAndEndedAsTheLawSays() throws Exception {
        office.resource("walk-resource", RESOURCE);
        HttpResponse<String> incomplete =
                office.as(Office.CONSUMER, "POST", "/applications", GRANT.formatted(", \"application\": {}"));
        assertThat(incomplete.statusCode()).as(incomplete.body()).isEqualTo(422);
        assertThat(Client.json(incomplete).path("errors")).hasSize(6);

        JsonNode filed = office.done(Office.CONSUMER, "POST", "/applications", GRANT.formatted(""));
        assertThat(filed.path("state").asText()).isEqualTo("filed");
        String application = "/applications/" + filed.path("id").asText();
        assertThat(office.as(Office.SECURITY, "POST", application + "/consent", "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(office.as(Office.PROVIDER, "POST", application + "/extend", "{\"days\": 1, \"reason\": \"会商\"}")
                        .statusCode())
                .isEqualTo(403);
        office.done(Office.PROVIDER, "POST", application + "/consent", "");
        assertThat(call().statusCode()).isEqualTo(403);
        office.done(Office.SECURITY, "POST", "/grants/walk-grant/approve", "{}");
        assertThat(call().statusCode()).isEqualTo(200);

        assertThat(office.as(Office.PROVIDER, "POST", "/resources/walk-resource/pause", "{}")
                        .statusCode())
                .isEqualTo(422);
        office.done(
                Office.PROVIDER,
                "POST",
                "/resources/walk-resource/pause",
                "{\"reason\": \"数据库升级\", \"filing\": \"老数备〔2026〕1号\"}");
        HttpResponse<String> paused = call();
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(503);
        assertThat(Client.json(paused).path("code").asText()).isEqualTo("RESOURCE_STOPPED");
        office.done(Office.AUTHORITY, "POST", "/resources/walk-resource/resume", "");
        assertThat(call().statusCode()).isEqualTo(200);

        office.done(Office.SECURITY, "POST", "/grants/walk-grant/revoke", "{\"reason\": \"事项办结\"}");
        List<String> tasks =
                office.done(Office.CONSUMER, "GET", "/tasks", "").path("items").findValuesAsText("id");
        assertThat(tasks).contains("walk-grant.task-1");
        office.done(Office.CONSUMER, "POST", "/tasks/walk-grant.task-1/complete", """
                {"results": "派单 1 件", "storage": "未留存", "destruction": {"method": "清除", "on": "2026-11-30", "by": "王某"}}
                """);
    }

    @Test
    void aChangeOfTheCatalogueIsDeclaredByItsOwnerAndExtendedAndSetAsideByTheAuthority() throws Exception {
        office.resource("walk-changing", RESOURCE);
        String declared = "{\"resource\": \"walk-changing\", \"change\": \"新增两个村\", \"on\": \"2026-03-02\"}";
        assertThat(office.as(Office.SECURITY, "POST", "/catalogue-changes", declared)
                        .statusCode())
                .isEqualTo(403);
        JsonNode change = office.done(Office.PROVIDER, "POST", "/catalogue-changes", declared);
        String path = "/catalogue-changes/" + change.path("id").asText();
        assertThat(change.path("due").asText()).startsWith("2026-03-16");

        assertThat(office.as(Office.PROVIDER, "POST", path + "/extend", "{\"days\": 2, \"reason\": \"会商\"}")
                        .statusCode())
                .isEqualTo(403);
        JsonNode extended =
                office.done(Office.AUTHORITY, "POST", path + "/extend", "{\"days\": 2, \"reason\": \"会商\"}");
        assertThat(extended.path("due").asText()).startsWith("2026-03-18");
        assertThat(office.done(Office.PROVIDER, "GET", "/catalogue-changes", "")
                        .path("items")
                        .findValuesAsText("id"))
                .contains(change.path("id").asText());

        office.done(Office.AUTHORITY, "POST", path + "/dismiss", "{\"reason\": \"不涉及目录内容\"}");
        assertThat(office.done(Office.PROVIDER, "GET", path, "").path("state").asText())
                .isEqualTo("dismissed");
    }

    @Test
    void aResourceMarkedSecretIsRefused() throws Exception {
        HttpResponse<String> answer = office.as(
                Office.PROVIDER,
                "POST",
                "/resources?draft=true",
                "{\"name\": \"secret-one\", \"spec\": {\"title\": \"机密★10年 某事项\"}}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(Client.json(answer).path("code").asText()).isEqualTo("SECRET_NOT_ADMITTED");
    }

    private static HttpResponse<String> call() throws Exception {
        return client.send(
                "GET", hub.hub() + "/exchange/walk-resource/towns", token, "", "Hub-Purpose", "grid-dispatch");
    }
}
