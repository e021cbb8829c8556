package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A counterpart on its worst days: each fault gives the caller our code and nothing of what the counterpart sent. */
@ExtendWith(SharedSandbox.class)
class CounterpartFaultsTest {

    private static final String CONSUMER = "city-operation-centre";
    private static final List<String> FAULTS = List.of(
            "oversized", "error", "redirect", "broken-json", "duplicate-keys", "not-json", "gzip-bomb", "cut", "echo");

    private static HubProcess hub;
    private static Client client;
    private static Office office;
    private static String token;

    @BeforeAll
    static void registerTheFaultyDepartment() throws Exception {
        hub = SharedSandbox.hub();
        client = new Client(hub.announced());
        office = new Office(hub);
        String port = read("run/city.port");
        String key = read("secrets/city-api-key");
        office.connector("faulty", connector(port, key, 5_000, 16));
        office.resource("faulty", resource("faulty", FAULTS));
        office.grant("faulty", grant("faulty", FAULTS));
        office.connector("silent", connector(port, key, 3_000, 2));
        office.resource("silent", resource("silent", List.of("never")));
        office.grant("silent", grant("silent", List.of("never")));
        token = client.systemToken(CONSUMER);
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> call("faulty", "broken-json").statusCode() != 503);
    }

    @ParameterizedTest
    @CsvSource({
        "oversized, 502, ANSWER_TOO_LARGE",
        "gzip-bomb, 502, ANSWER_TOO_LARGE",
        "error, 502, COUNTERPART_FAILED",
        "redirect, 502, COUNTERPART_BAD_ANSWER",
        "broken-json, 502, ANSWER_UNFILTERABLE",
        "duplicate-keys, 502, ANSWER_UNFILTERABLE",
        "not-json, 502, ANSWER_UNFILTERABLE",
        "cut, 502, COUNTERPART_DOWN"
    })
    void aFaultGivesOurCodeAndNothingOfTheCounterpart(String fault, int status, String code) throws Exception {
        HttpResponse<String> answer = call("faulty", fault);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Client.json(answer).get("code").asText()).isEqualTo(code);
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "server", "location");
        assertThat(answer.body()).doesNotContain("SELECT", "counterpart-secret", "<html>");
    }

    @Test
    void aCounterpartSeesNothingOfTheCallersCredentials() throws Exception {
        HttpResponse<String> answer =
                call("faulty", "echo", "Cookie", "a=b", "X-Forwarded-For", "10.0.0.1", "TE", "trailers");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain(token.substring(0, 20), "X-Forwarded-For", "a=b");
    }

    @Test
    void aSilentCounterpartCostsItsOwnCallersAndNobodyElse() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(12);
        List<Future<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(callers.submit(() -> call("silent", "never")));
        }
        for (int i = 0; i < 50; i++) {
            HttpResponse<String> neighbour = client.send(
                    "GET", hub.hub() + "/exchange/standard-address/towns", token, "", "Hub-Purpose", "grid-dispatch");
            assertThat(neighbour.statusCode()).as(neighbour.body()).isEqualTo(200);
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : waiting) {
            statuses.add(answer.get(1, TimeUnit.MINUTES).statusCode());
        }
        callers.shutdown();
        assertThat(statuses)
                .as("two wait and time out, two queue, the rest are refused at once")
                .contains(503, 504);
        assertThat(statuses).allMatch(status -> status == 503 || status == 504);
    }

    private static HttpResponse<String> call(String resource, String operation, String... headers)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("Hub-Purpose", "grid-dispatch"));
        all.addAll(List.of(headers));
        return client.send(
                "GET", hub.hub() + "/exchange/" + resource + "/" + operation, token, "", all.toArray(String[]::new));
    }

    private static String read(String file) throws IOException {
        return Files.readString(SharedSandbox.home().resolve(file), StandardCharsets.UTF_8)
                .strip();
    }

    private static String connector(String port, String key, int timeoutMs, int places) {
        return """
                {"plugin": "rest",
                 "settings": {"baseUrl": "http://127.0.0.1:%s/faults", "authentication": "apiKey",
                              "apiKeyHeader": "X-Api-Key", "apiKey": "%s", "probePath": "echo"},
                 "limits": {"maxConcurrent": %d, "maxQueue": 2, "timeoutMs": %d,
                            "circuitBreaker": {"failureRate": 100, "window": 1000, "openSeconds": 5}}}
                """.formatted(port, key, places, timeoutMs);
    }

    private static String resource(String connector, List<String> operations) {
        StringBuilder list = new StringBuilder();
        for (String operation : operations) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"name\":\"%1$s\",\"method\":\"GET\",\"path\":\"%1$s\"}".formatted(operation));
        }
        return """
                {"title": "故障资源", "connector": "%s", "sharing": "UNCONDITIONAL", "level": 1,
                 "operations": [%s],
                 "fields": [{"name": "total", "title": "条数", "path": "total", "type": "INTEGER"},
                            {"name": "name", "title": "名称", "path": "data[].name"},
                            {"name": "query", "title": "查询串", "path": "query"},
                            {"name": "cookie", "title": "头", "path": "headers.Cookie"},
                            {"name": "authorization", "title": "头", "path": "headers.Authorization"},
                            {"name": "forwarded", "title": "头", "path": "headers.X-Forwarded-For"}]}
                """.formatted(connector, list);
    }

    private static String grant(String resource, List<String> operations) {
        return """
                {"system": "city-operation-centre", "resource": "%s", "operations": ["%s"],
                 "purposes": ["grid-dispatch"],
                 "fields": ["total", "name", "query", "cookie", "authorization", "forwarded"],
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00",
                 "reason": "故障演练"}
                """.formatted(resource, String.join("\", \"", operations));
    }
}
