package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A withdrawal reaches what is already under way: on the node that takes it and on a second real node over the same
 * PostgreSQL whose Hazelcast member knows nobody, so that nothing but the database can tell it.
 */
@ExtendWith(SharedSandbox.class)
class RevocationReachTest {

    private static final String SYSTEM = "city-operation-centre";
    private static final int ROWS = 120_000;

    private static HubProcess hub;
    private static ProductionHub second;
    private static Client client;
    private static Office office;
    private static String token;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        hub = SharedSandbox.hub();
        client = new Client(hub.announced());
        office = new Office(hub);
        token = client.systemToken(SYSTEM);
        office.connector("reach", """
                {"plugin": "rest",
                 "settings": {"baseUrl": "http://127.0.0.1:%s/faults", "authentication": "apiKey",
                              "apiKeyHeader": "X-Api-Key", "apiKey": "%s", "probePath": "echo"},
                 "limits": {"maxConcurrent": 1, "maxQueue": 4, "timeoutMs": 20000}}
                """.formatted(read("run/city.port"), read("secrets/city-api-key")));
        office.resource("reach", """
                {"title": "在途资源", "connector": "reach", "sharing": "UNCONDITIONAL", "level": 1,
                 "operations": [
                   {"name": "slow", "method": "GET", "path": "slow", "parameters": [
                     {"name": "millis", "in": "QUERY", "pattern": "\\\\d{1,5}", "maxLength": 5}]},
                   {"name": "many", "method": "GET", "path": "many", "parameters": [
                     {"name": "rows", "in": "QUERY", "pattern": "\\\\d{1,6}", "maxLength": 6}]}],
                 "fields": [{"name": "total", "title": "条数", "path": "total", "type": "INTEGER"},
                            {"name": "code", "title": "编号", "path": "data[].code"},
                            {"name": "name", "title": "名称", "path": "data[].name"}]}
                """);
        second = secondNode(folder);
    }

    @AfterAll
    static void close() {
        second.close();
    }

    @Test
    void anAnswerOnItsWayIsDecidedAgainAndRefusedWhenItsGrantWasRevokedMeanwhile() throws Exception {
        grant("reach-revoked");
        int before = cityRequests();
        Future<HttpResponse<String>> underWay = later(hub.hub(), "slow?millis=1500");
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> cityRequests() > before);

        office.done(Office.SECURITY, "POST", "/grants/reach-revoked/revoke", "");

        assertRefused(underWay.get(1, TimeUnit.MINUTES), 403, "GRANT_REVOKED");
    }

    @Test
    void anAnswerOnItsWayIsDecidedAgainAndReleasedWhenTheChangeDoesNotConcernIt() throws Exception {
        grant("reach-unconcerned");
        int before = cityRequests();
        Future<HttpResponse<String>> underWay = later(hub.hub(), "slow?millis=1500");
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> cityRequests() > before);

        office.done(Office.SECURITY, "POST", "/systems/civil-affairs-window/disable", "");
        office.done(Office.SECURITY, "POST", "/systems/civil-affairs-window/enable", "");

        HttpResponse<String> answer = underWay.get(1, TimeUnit.MINUTES);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        office.done(Office.SECURITY, "POST", "/grants/reach-unconcerned/revoke", "");
    }

    @Test
    void aCallThatWaitsForAPlaceNeverReachesTheCounterpartWhenItsDepartmentIsSuspendedMeanwhile() throws Exception {
        grant("reach-queued");
        int before = cityRequests();
        Future<HttpResponse<String>> first = later(hub.hub(), "slow?millis=1500");
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> cityRequests() > before);
        Future<HttpResponse<String>> queued = later(hub.hub(), "slow?millis=1");

        String department = "/departments/11420682MB000030XN";
        office.done(Office.SECURITY, "POST", department + "/suspend", "{\"reason\":\"超出用途使用\"}");
        try {
            assertRefused(first.get(1, TimeUnit.MINUTES), 403, "DEPARTMENT_SUSPENDED");
            assertRefused(queued.get(1, TimeUnit.MINUTES), 403, "DEPARTMENT_SUSPENDED");
            assertThat(cityRequests()).as("the queued call was not made").isEqualTo(before + 1);
        } finally {
            office.done(Office.SECURITY, "POST", department + "/resume", "");
            office.done(Office.SECURITY, "POST", "/grants/reach-queued/revoke", "");
        }
    }

    @Test
    void aPausedConnectorHandsOverNothingItsCounterpartHasAnsweredAlready() throws Exception {
        grant("reach-paused");
        int before = cityRequests();
        Future<HttpResponse<String>> underWay = later(hub.hub(), "slow?millis=1500");
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> cityRequests() > before);

        office.done(Office.SECURITY, "POST", "/connectors/reach/pause", "{\"reason\":\"演练\",\"emergency\":true}");
        try {
            assertRefused(underWay.get(1, TimeUnit.MINUTES), 503, "CONNECTOR_NOT_RUNNING");
        } finally {
            office.done(Office.SECURITY, "POST", "/connectors/reach/resume", "");
            office.done(Office.SECURITY, "POST", "/grants/reach-paused/revoke", "");
        }
    }

    @Test
    void aDownloadInTheMiddleIsCutOffOnTheNodeThatTakesTheRevocation() throws Exception {
        grant("reach-download");
        cutOff("reach-download", URI.create(hub.hub()));
    }

    @Test
    void aDownloadInTheMiddleIsCutOffOnANodeThatHearsOfTheRevocationFromTheDatabaseOnly() throws Exception {
        grant("reach-far-download");
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> send(second.url().toString(), "slow?millis=1").statusCode() == 200);
        cutOff("reach-far-download", second.url());
        assertRefused(send(second.url().toString(), "slow?millis=1"), 403, "GRANT_REVOKED");
    }

    /** Takes a little of a large answer, has the grant revoked, and takes the rest: there must not be all of it. */
    private static void cutOff(String grant, URI node) throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8 * 1024);
            socket.setSoTimeout(60_000);
            socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
            socket.getOutputStream()
                    .write(("GET /exchange/reach/many?rows=" + ROWS + " HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer "
                                    + token + "\r\nHub-Purpose: grid-dispatch\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String head = head(in);
            assertThat(head).startsWith("HTTP/1.1 200");
            long announced = Long.parseLong(field(head, "content-length"));
            long taken = in.readNBytes(64 * 1024).length;

            office.done(Office.SECURITY, "POST", "/grants/" + grant + "/revoke", "");

            taken += rest(in);
            assertThat(taken).isLessThan(announced);
            String exchange = field(head, "hub-exchange-id");
            Awaitility.await()
                    .atMost(1, TimeUnit.MINUTES)
                    .untilAsserted(() -> assertThat(office.done(Office.AUDIT, "GET", "/exchanges/" + exchange, "")
                                    .findValuesAsText("result"))
                            .contains("released-not-fully-taken"));
            long released =
                    office.done(Office.AUDIT, "GET", "/exchanges/" + exchange, "").findValues("releasedBytes").stream()
                            .mapToLong(JsonNode::asLong)
                            .max()
                            .orElseThrow();
            assertThat(released).isLessThan(announced);
        }
    }

    private static long rest(InputStream in) throws IOException {
        long taken = 0;
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                taken += read;
            }
        } catch (SocketException reset) {
            // The hub cuts the connection without emptying it first.
        }
        return taken;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no complete head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String field(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static void grant(String name) throws IOException, InterruptedException {
        office.grant(name, """
                {"system": "city-operation-centre", "resource": "reach", "operations": ["slow", "many"],
                 "purposes": ["grid-dispatch"], "fields": ["total", "code", "name"],
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00",
                 "reason": "在途演练"}
                """);
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> send(hub.hub(), "slow?millis=1").statusCode() == 200);
    }

    private static Future<HttpResponse<String>> later(String node, String path) {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<HttpResponse<String>> answer = caller.submit(() -> send(node, path));
        caller.shutdown();
        return answer;
    }

    private static HttpResponse<String> send(String node, String path) throws IOException, InterruptedException {
        return client.send("GET", node + "/exchange/reach/" + path, token, "", "Hub-Purpose", "grid-dispatch");
    }

    private static int cityRequests() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + read("run/city.port") + "/faults/requests"))
                .header("X-Api-Key", read("secrets/city-api-key"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return Client.json(answer).get("requests").asInt();
    }

    /** A second hub on the sandbox's database and realm; its member of the cluster is told of no other. */
    private static ProductionHub secondNode(Path folder) throws IOException {
        Path home = SharedSandbox.home();
        List<String> postmaster = Files.readAllLines(home.resolve("data/postgres/postmaster.pid"));
        URI tokens = URI.create(hub.announced().get("tokenEndpoint").asText());
        return ProductionHub.start(
                folder,
                Map.of(
                        "HUB_NODE", "node-2",
                        "HUB_KEY_FILE", home.resolve("sandbox.key").toString(),
                        "HUB_DB_URL",
                                "jdbc:postgresql://127.0.0.1:"
                                        + postmaster.get(3).strip() + "/hub",
                        "HUB_DB_RUNTIME_PASSWORD_FILE",
                                home.resolve("secrets/hub_runtime").toString(),
                        "HUB_DB_MIGRATION_PASSWORD_FILE",
                                home.resolve("secrets/hub_migration").toString(),
                        "HUB_KEYCLOAK_URL", tokens.getScheme() + "://" + tokens.getAuthority(),
                        "HUB_KEYCLOAK_CLIENT_SECRET_FILE",
                                home.resolve("secrets/keycloak-hub").toString(),
                        "HUB_KEYCLOAK_PROVISIONER_SECRET_FILE",
                                home.resolve("secrets/keycloak-provisioner").toString()));
    }

    private static String read(String file) throws IOException {
        return Files.readString(SharedSandbox.home().resolve(file), StandardCharsets.UTF_8)
                .strip();
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Client.json(answer).get("code").asText()).isEqualTo(code);
    }
}
