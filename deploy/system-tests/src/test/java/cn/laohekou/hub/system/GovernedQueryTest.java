package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job on real data, and its refusals, through the packaged hub, a real Keycloak and a real counterpart. */
@ExtendWith(SharedSandbox.class)
class GovernedQueryTest {

    private static final String CONSUMER = "city-operation-centre";
    private static final String PURPOSE = "grid-dispatch";
    private static final String PERSON_PURPOSE = "resident-service";
    private static final String MENGLOU = "420682100";

    private static HubProcess hub;
    private static Client client;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        hub = SharedSandbox.hub();
        client = new Client(hub.announced());
        token = client.systemToken(CONSUMER);
    }

    @Test
    void everyAnnouncedExampleDoesWhatItSays() throws Exception {
        List<String> kinds = new ArrayList<>();
        for (JsonNode example : hub.announced().get("examples")) {
            kinds.add(example.get("kind").asText());
            HttpResponse<String> answer = client.send(
                    "GET",
                    example.get("url").asText(),
                    client.systemToken(example.get("system").asText()),
                    "",
                    "Hub-Purpose",
                    example.get("purpose").asText());
            assertThat(answer.statusCode())
                    .as(example.toString())
                    .isEqualTo(example.get("expect").asInt());
        }
        assertThat(kinds).contains("granted", "refused");
    }

    @Test
    void theVillagesOfMenglouComeWithExactlyTheGrantedFields() throws Exception {
        HttpResponse<String> answer = villages("town=" + MENGLOU);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Hub-Exchange-Id")).isPresent();
        JsonNode rows = Client.json(answer).get("data");
        Set<String> codes = new TreeSet<>();
        for (JsonNode row : rows) {
            codes.add(row.get("code").asText());
            assertThat(names(row)).containsExactlyInAnyOrder("code", "name", "townCode", "townName");
            assertThat(row.get("townName").asText()).isEqualTo("孟楼镇");
        }
        assertThat(codes).isEqualTo(villagesInTheData());
    }

    @Test
    void aPersonIsAskedForInABodyAndComesMasked() throws Exception {
        String idNumber = anyPersonsIdNumber();
        HttpResponse<String> answer = client.send(
                "POST",
                hub.hub() + "/exchange/persons/query",
                token,
                "{\"idNumber\":\"" + idNumber + "\"}",
                "Hub-Purpose",
                PERSON_PURPOSE);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode person = Client.json(answer);
        assertThat(person.get("idNumber").asText())
                .startsWith(idNumber.substring(0, 6))
                .endsWith(idNumber.substring(14))
                .hasSize(18)
                .contains("********");
        assertThat(person.get("phone").asText()).matches("199\\*{4}\\d{4}");
        assertThat(names(person)).doesNotContain("bankAccount");
        assertThat(answer.body()).doesNotContain(idNumber);
    }

    @Test
    void anIdNumberInAUrlIsRefusedAndNotEchoed() throws Exception {
        String idNumber = anyPersonsIdNumber();
        HttpResponse<String> answer = villages("town=" + idNumber);

        assertRefused(answer, 400, "SENSITIVE_IN_URL");
        assertThat(answer.body()).doesNotContain(idNumber);
    }

    @Test
    void whoDoesNotProveWhoTheyAreIsRefused() throws Exception {
        assertRefused(get("/exchange/standard-address/towns", "garbage", PURPOSE), 401, "TOKEN_MALFORMED");
        assertRefused(
                get("/exchange/standard-address/towns", token.substring(0, token.length() - 8) + "AAAAAAAA", PURPOSE),
                401,
                "TOKEN_BAD_SIGNATURE");
        String person = client.personToken("department-operator");
        assertThat(get("/exchange/standard-address/towns", person, PURPOSE).statusCode())
                .as("people's tokens are not systems' tokens")
                .isEqualTo(401);
    }

    @Test
    void purposeOperationMethodAndParametersMustBeAsDeclaredAndGranted() throws Exception {
        assertRefused(send("GET", "/exchange/standard-address/towns"), 403, "PURPOSE_MISSING");
        assertRefused(get("/exchange/standard-address/towns", token, PERSON_PURPOSE), 403, "PURPOSE_NOT_GRANTED");
        assertRefused(get("/exchange/standard-address/streets", token, PURPOSE), 404, "OPERATION_UNKNOWN");
        assertRefused(
                client.send(
                        "DELETE", hub.hub() + "/exchange/standard-address/towns", token, "", "Hub-Purpose", PURPOSE),
                405,
                "METHOD_NOT_ALLOWED");
        assertRefused(villages("town=" + MENGLOU + "&limit=5"), 400, "PARAMETER_INVALID");
        assertRefused(villages("town=abc"), 400, "PARAMETER_INVALID");
        assertRefused(villages(""), 400, "PARAMETER_INVALID");
    }

    @Test
    void aResourceNobodyHasHeardOfAndOneNotToBeKnownAnswerAlike() throws Exception {
        assertRefused(get("/exchange/no-such-resource/x", token, PURPOSE), 404, "RESOURCE_UNKNOWN");
    }

    @Test
    void pathTricksNeverReachACounterpart() throws Exception {
        for (String trick : List.of(
                "standard-address/..%2ftowns",
                "standard-address/towns%2f..%2f..",
                "standard-address/%2e%2e/towns",
                "standard-address//towns",
                "standard-address/towns;a=b",
                "standard-address/towns%00",
                "standard-address/towns%0d%0aX:y")) {
            HttpResponse<String> answer = get("/exchange/" + trick, token, PURPOSE);
            assertThat(answer.statusCode()).as(trick).isIn(400, 404);
        }
    }

    @Test
    void everyReleaseAndRefusalIsOnRecordAndFoundByItsId() throws Exception {
        String auditor = client.personToken("audit-administrator");
        HttpResponse<String> released = villages("town=" + MENGLOU);
        HttpResponse<String> refused = get("/exchange/standard-address/towns", token, PERSON_PURPOSE);

        for (HttpResponse<String> exchange : List.of(released, refused)) {
            String id = exchange.headers().firstValue("Hub-Exchange-Id").orElseThrow();
            HttpResponse<String> found = client.send("GET", hub.hub() + "/api/v1/exchanges/" + id, auditor, "");
            assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
            assertThat(found.body()).contains(id).doesNotContain("孟楼");
        }
    }

    @Test
    void everyReleasedAnswerWasPrecededByAWalSync() throws Exception {
        HubDatabase database = new HubDatabase(SharedSandbox.home());
        long before = database.walSyncs();
        int calls = 20;
        for (int i = 0; i < calls; i++) {
            assertThat(villages("town=" + MENGLOU).statusCode()).isEqualTo(200);
        }
        // PostgreSQL publishes a session's counts with a delay, never too high a count.
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(database.walSyncs() - before).isGreaterThanOrEqualTo(calls));
    }

    @Test
    void operationsSeeHealthAndMetricsAndAStatusPage() throws Exception {
        assertThat(client.send("GET", hub.management() + "/health/ready", token, "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.send("GET", hub.management() + "/metrics", token, "").body())
                .contains("hub_exchanges_released");
        HttpResponse<String> page = client.send("GET", hub.hub() + "/", token, "");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("老河口市集成枢纽");
    }

    private static HttpResponse<String> villages(String query) throws IOException, InterruptedException {
        return get("/exchange/standard-address/villages?" + query, token, PURPOSE);
    }

    private static HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(method, hub.hub() + path, token, "");
    }

    private static HttpResponse<String> get(String path, String bearer, String purpose)
            throws IOException, InterruptedException {
        return client.send("GET", hub.hub() + path, bearer, "", "Hub-Purpose", purpose);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Client.json(answer).get("code").asText()).isEqualTo(code);
        assertThat(Client.json(answer).get("hint").asText()).isNotBlank();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> villagesInTheData() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (String line : Files.readAllLines(data("laohekou-villages.csv"), StandardCharsets.UTF_8)) {
            if (line.startsWith(MENGLOU)) {
                codes.add(line.substring(0, line.indexOf(',')));
            }
        }
        assertThat(codes).as("villages in the published data").isNotEmpty();
        return codes;
    }

    private static String anyPersonsIdNumber() {
        return TestPersons.idNumber(1);
    }

    private static Path data(String file) throws IOException {
        try (var files = Files.walk(HubProcess.root().resolve("deploy/sandbox-city/src/main/resources"))) {
            return files.filter(path -> path.getFileName().toString().equals(file))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
