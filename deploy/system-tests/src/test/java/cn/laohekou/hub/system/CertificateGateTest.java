package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A grant that demands the data subject's e-certificate, on the packaged hub with the sandbox city's authority. */
@ExtendWith(SharedSandbox.class)
class CertificateGateTest {

    private static final String TYPE = "1.2.156.3005.2.11100000000013338W999.";
    private static final String LOCAL = TYPE + "11420682MB0000203G.";
    private static final String VALID = LOCAL + "202600000001.001.R";
    private static final String TO_BE_WITHDRAWN = LOCAL + "202600000008.001.Q";

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
    void aValidCertificateOfTheSubjectWithItsAuthorisationOpensTheWayAndStandsInTheEvidence() throws Exception {
        HttpResponse<String> answer = ask(TestPersons.idNumber(0), VALID);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Client.json(answer).at("/household/members").size()).isEqualTo(4);
        String id = answer.headers().firstValue("Hub-Exchange-Id").orElseThrow();
        JsonNode record = office.done(Office.AUDIT, "GET", "/exchanges/" + id, "");
        assertThat(record.findValuesAsText("certificateType")).contains("11100000000013338W999");
        assertThat(record.findValuesAsText("certificateStatus")).contains("VALID");
        assertThat(record.findValuesAsText("certificateAuthorised")).contains("true");
        assertThat(record.findValuesAsText("certificate"))
                .allSatisfy(digest -> assertThat(digest).matches("[0-9a-f]{64}"));
        assertThat(record.toString()).doesNotContain("202600000001", TestPersons.idNumber(0), "SQ-2026");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 11420682MB0000203G.202600000002.001.B, CERTIFICATE_NOT_AUTHORISED",
        "2, 11420682MB0000203G.202600000003.001.W, CERTIFICATE_REVOKED",
        "3, 11420682MB0000203G.202600000004.001.G, CERTIFICATE_EXPIRED",
        "4, 11420682MB0000203G.202600000005.001.Z, CERTIFICATE_FORGED",
        "5, 11330105002500287C.202600000006.001.L, CERTIFICATE_FOREIGN",
        "0, 11420682MB0000203G.202600000001.001.S, CERTIFICATE_FORGED",
        "6, 11420682MB0000203G.202600000001.001.R, CERTIFICATE_NOT_THE_SUBJECTS"
    })
    void aCertificateThatDoesNotStandIsRefusedWithTheReason(int person, String certificate, String code)
            throws Exception {
        assertRefused(ask(TestPersons.idNumber(person), TYPE + certificate), 403, code);
    }

    @Test
    void anotherTypeAnUnknownOneAndNoneAtAllAreRefused() throws Exception {
        String otherType = "1.2.156.3005.2.11100000000013338W998.11420682MB0000203G.202600000007.001.Y";
        assertRefused(ask(TestPersons.idNumber(6), otherType), 403, "CERTIFICATE_WRONG_TYPE");
        assertRefused(ask(TestPersons.idNumber(6), "1.2.3"), 403, "CERTIFICATE_FORGED");
        assertRefused(ask(TestPersons.idNumber(0), LOCAL + "999900000001.001.U"), 403, "CERTIFICATE_UNKNOWN");
        assertRefused(ask(TestPersons.idNumber(0), null), 403, "CERTIFICATE_REQUIRED");
    }

    @Test
    void withoutCaseOrPersonNobodyIsAsked() throws Exception {
        assertRefused(
                send(TestPersons.idNumber(0), "Hub-Subject-Certificate", VALID, "Hub-Person", "wang"),
                403,
                "CASE_REQUIRED");
        assertRefused(
                send(TestPersons.idNumber(0), "Hub-Subject-Certificate", VALID, "Hub-Case", "2026-7"),
                403,
                "PERSON_REQUIRED");
    }

    @Test
    void aRefusedCertificateIsOnRecordWithoutItsIdentifier() throws Exception {
        HttpResponse<String> answer = ask(TestPersons.idNumber(2), LOCAL + "202600000003.001.W");

        String id = answer.headers().firstValue("Hub-Exchange-Id").orElseThrow();
        JsonNode record = office.done(Office.AUDIT, "GET", "/exchanges/" + id, "");
        assertThat(record.findValuesAsText("certificateStatus")).contains("REVOKED");
        assertThat(record.toString()).doesNotContain("202600000003", TestPersons.idNumber(2));
        assertThat(answer.body()).doesNotContain("202600000003", TestPersons.idNumber(2));
    }

    @Test
    void whileTheAuthoritysConnectorIsPausedNothingIsReleased() throws Exception {
        office.done(
                Office.SECURITY,
                "POST",
                "/connectors/public-security-certificates/pause",
                "{\"reason\":\"演练\",\"emergency\":true}");
        try {
            assertRefused(ask(TestPersons.idNumber(0), VALID), 503, "CERTIFICATE_UNCHECKABLE");
        } finally {
            office.done(Office.SECURITY, "POST", "/connectors/public-security-certificates/resume", "");
            // The node takes a resumed connector up by itself, a moment later.
            Awaitility.await()
                    .atMost(1, TimeUnit.MINUTES)
                    .until(() -> ask(TestPersons.idNumber(0), VALID).statusCode() != 503);
        }
    }

    @Test
    void aWithdrawnCertificateIsNoticedAtOnceWhenItsAuthorityGivesNotice() throws Exception {
        String certificate = TO_BE_WITHDRAWN;
        String idNumber = TestPersons.idNumber(7);
        assertThat(ask(idNumber, certificate).statusCode()).isEqualTo(200);

        city("certificates/v1/counter/revoke", "{\"certificateIdentifier\":\"" + certificate + "\"}");
        HttpResponse<String> before = ask(idNumber, certificate);
        assertThat(before.statusCode())
                .as("a positive finding is short-lived, but used")
                .isEqualTo(200);
        JsonNode notice = office.done(
                Office.SECURITY,
                "POST",
                "/certificates/notices",
                "{\"certificateIdentifier\":\"" + certificate + "\",\"reason\":\"签发机关注销\"}");
        assertThat(notice.toString()).doesNotContain("202600000008");

        assertRefused(ask(idNumber, certificate), 403, "CERTIFICATE_REVOKED");
    }

    @Test
    void aGrantWhoseCertificatesNobodyCouldCheckIsRefusedWhenWritten() throws Exception {
        String grant = """
                {"name": "%s", "spec": {"system": "city-operation-centre", "resource": "%s", "operations": ["%s"],
                 "purposes": ["resident-service"], "fields": ["%s"], "conditions": %s,
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00", "reason": "试"}}
                """;
        String demand = "{\"certificate\": {\"resource\": \"%s\", \"types\": [\"11100000000013338W999\"],"
                + " \"regions\": [\"420682\"]}}";
        for (String bad : List.of(
                grant.formatted("bad-authority", "household", "query", "householdId", demand.formatted("nothing-here")),
                grant.formatted("no-checker", "household", "query", "householdId", demand.formatted("persons")),
                grant.formatted("no-subject", "standard-address", "towns", "total", demand.formatted("e-certificates")),
                grant.formatted("alone", "household", "query", "householdId", "{\"subjectAuthorisation\": true}"),
                grant.formatted(
                        "bad-type", "household", "query", "householdId", "{\"certificate\": {\"types\": [1]}}"))) {
            HttpResponse<String> answer = office.as(Office.CONSUMER, "POST", "/grants", bad);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            assertThat(answer.body()).contains("/spec/conditions/");
        }
    }

    private static HttpResponse<String> ask(String idNumber, @Nullable String certificate)
            throws IOException, InterruptedException {
        List<String> headers = new ArrayList<>(List.of("Hub-Case", "2026-7", "Hub-Person", "wang"));
        if (certificate != null) {
            headers.addAll(List.of("Hub-Subject-Certificate", certificate));
        }
        return send(idNumber, headers.toArray(String[]::new));
    }

    private static HttpResponse<String> send(String idNumber, String... headers)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("Hub-Purpose", "resident-service"));
        all.addAll(List.of(headers));
        return client.send(
                "POST",
                hub.hub() + "/exchange/household/query",
                token,
                "{\"idNumber\":\"" + idNumber + "\"}",
                all.toArray(String[]::new));
    }

    private static void city(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + read("run/city.port") + "/" + path))
                .header("X-Api-Key", read("secrets/city-api-key"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("{\"revoked\":true}");
    }

    private static String read(String file) throws IOException {
        return Files.readString(SharedSandbox.home().resolve(file), StandardCharsets.UTF_8)
                .strip();
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Client.json(answer).get("code").asText()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("householdId", "household");
    }
}
