package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much a grant leaves on record, and what callers are told of a resource's end, on the packaged hub. */
@ExtendWith(SharedSandbox.class)
class EvidenceLevelTest {

    private static final String SYSTEM = "city-operation-centre";
    private static final String RESOURCE = """
            {"title": "乡镇", "connector": "civil-affairs-address", "sharing": "UNCONDITIONAL", "level": 1,
             "operations": [{"name": "towns", "method": "GET", "path": "towns"}],
             "fields": [{"name": "code", "path": "data[].code"}, {"name": "name", "path": "data[].name"},
                        {"name": "phone", "path": "data[].surveyorPhone", "sensitivity": "PERSONAL"}]%s}
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
        token = client.systemToken(SYSTEM);
    }

    private static String grant(String resource, String fields, String conditions) {
        return """
                {"system": "city-operation-centre", "resource": "%s", "operations": ["towns"],
                 "purposes": ["grid-dispatch"], "fields": %s%s,
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00", "reason": "派单"}
                """.formatted(resource, fields, conditions);
    }

    private static HttpResponse<String> call(String resource) throws Exception {
        HttpResponse<String> answer = client.send(
                "GET", hub.hub() + "/exchange/" + resource + "/towns", token, "", "Hub-Purpose", "grid-dispatch");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static JsonNode intent(HttpResponse<String> answer) throws Exception {
        String exchange = answer.headers().firstValue("Hub-Exchange-Id").orElseThrow();
        for (JsonNode one :
                office.done(Office.AUDIT, "GET", "/exchanges/" + exchange, "").path("records")) {
            if (one.path("kind").asText().equals("intent")) {
                return one.path("record");
            }
        }
        throw new AssertionError("no intent of " + exchange);
    }

    @Test
    void aGrantMayAskForTheRecordAloneWhereNobodyCouldBeHarmed() throws Exception {
        office.resource("towns-plain", RESOURCE.formatted(""));
        office.resource("towns-proven", RESOURCE.formatted(""));
        office.grant(
                "towns-plain",
                grant("towns-plain", "[\"code\", \"name\"]", ", \"conditions\": {\"evidence\": \"record\"}"));
        office.grant("towns-proven", grant("towns-proven", "[\"code\", \"name\"]", ""));

        JsonNode plain = intent(call("towns-plain"));
        assertThat(plain.has("commitments")).isFalse();
        assertThat(plain.at("/attributes/evidence").asText()).isEqualTo("record");
        assertThat(plain.path("answer").asText())
                .as("the whole answer is committed to")
                .isNotEmpty();

        JsonNode proven = intent(call("towns-proven"));
        assertThat(proven.path("commitments").binaryValue()).hasSize(2 * 32);
        assertThat(proven.at("/attributes/evidence").isMissingNode()).isTrue();

        JsonNode explained = office.done(Office.SECURITY, "POST", "/policy/decisions", """
                {"system": "city-operation-centre", "resource": "towns-plain", "operation": "towns",
                 "purpose": "grid-dispatch"}
                """);
        assertThat(explained.path("evidence").asText()).isEqualTo("record");
        assertThat(explained.path("obligations").toString()).contains("evidence");
    }

    @Test
    void personalDataIsNotReleasedWithTheRecordAlone() throws Exception {
        office.resource("towns-phones", RESOURCE.formatted(""));
        HttpResponse<String> refused = office.as(
                Office.CONSUMER,
                "POST",
                "/grants",
                "{\"name\": \"towns-phones\", \"spec\": "
                        + grant("towns-phones", "[\"code\", \"phone\"]", ", \"conditions\": {\"evidence\": \"record\"}")
                        + "}");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(Client.json(refused).at("/errors/0/pointer").asText()).isEqualTo("/spec/conditions/evidence");
    }

    @Test
    void anAnnouncedEndStandsInEveryAnswer() throws Exception {
        Instant sunset = Instant.now().plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Instant deprecated = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        office.resource("towns-next", RESOURCE.formatted(""));
        office.resource(
                "towns-ending",
                RESOURCE.formatted(", \"sunset\": \"" + sunset + "\", \"deprecated\": \"" + deprecated
                        + "\", \"successor\": \"towns-next\""));
        office.grant("towns-ending", grant("towns-ending", "[\"code\"]", ""));

        HttpResponse<String> answer = call("towns-ending");

        assertThat(answer.headers().firstValue("Sunset").orElse("")).endsWith("GMT");
        assertThat(answer.headers().firstValue("Deprecation")).hasValue("@" + deprecated.getEpochSecond());
        assertThat(answer.headers().firstValue("Link")).hasValue("</exchange/towns-next>; rel=\"successor-version\"");
    }
}
