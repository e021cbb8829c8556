package cn.laohekou.hub.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.embedded.EmbeddedPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // set before all tests
class CityServerTest {

    private static final String KEY = "test-key";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Vertx vertx;
    private static CityDatabase database;
    private static String base;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        database = CityDatabase.start(new EmbeddedPostgres.Settings(
                home.resolve("data/city"), Path.of("target/cache"), home.resolve("password"), home.resolve("pg.log")));
        vertx = Vertx.vertx();
        base = "http://127.0.0.1:" + new CityServer(vertx, database, KEY, home.resolve("inboxes.jsonl")).listen(0);
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
        database.close();
    }

    @Test
    void aTownsVillagesAreServedWithMoreThanAnybodyIsGranted() throws Exception {
        JsonObject answer = json(get("/address/v1/villages?town=420682100"));

        assertThat(answer.getInteger("total")).isEqualTo(20);
        JsonObject first = answer.getJsonArray("data").getJsonObject(0);
        assertThat(first.getString("townName")).isEqualTo("孟楼镇");
        assertThat(first.fieldNames()).contains("code", "name", "internalId", "updatedBy", "surveyorPhone");
    }

    @Test
    void allTownsAreServed() throws Exception {
        assertThat(json(get("/address/v1/towns")).getInteger("total")).isEqualTo(13);
    }

    @Test
    void aPersonIsFoundByNumberWithANestedHousehold() throws Exception {
        String number = MadeUpPersons.idNumber(0);

        JsonObject person = json(post(new JsonObject().put("idNumber", number).encode()));

        assertThat(person.getString("idNumber")).isEqualTo(number);
        assertThat(person.getString("bankAccount")).isNotBlank();
        assertThat(person.getJsonObject("household").getJsonArray("members")).hasSize(4);
    }

    @Test
    void anUnknownPersonIs404AndABadRequest400() throws Exception {
        assertThat(post("{\"idNumber\":\"420682195013010013\"}").statusCode()).isEqualTo(404);
        assertThat(post("{\"idNumber\":7}").statusCode()).isEqualTo(400);
        assertThat(get("/address/v1/villages?town=x").statusCode()).isEqualTo(400);
    }

    @Test
    void withoutTheKeyNothingIsServed() throws Exception {
        HttpRequest none =
                HttpRequest.newBuilder(URI.create(base + "/address/v1/towns")).build();
        HttpRequest wrong = HttpRequest.newBuilder(URI.create(base + "/address/v1/towns"))
                .header(CityServer.KEY_HEADER, "test-kex")
                .build();

        assertThat(send(none).statusCode()).isEqualTo(401);
        assertThat(send(wrong).statusCode()).isEqualTo(401);
    }

    @Test
    void faultsAreWhatTheySay() throws Exception {
        assertThat(get("/faults/redirect").statusCode()).isEqualTo(302);
        assertThat(get("/faults/error?status=500").headers().firstValue("Set-Cookie"))
                .isPresent();
        assertThat(get("/faults/oversized?bytes=200000").body().length()).isGreaterThan(200_000);
        assertThat(get("/faults/duplicate-keys").body()).contains("\"name\":\"a\",\"name\":\"b\"");
        assertThat(get("/faults/gzip-bomb").headers().firstValue("Content-Encoding"))
                .contains("gzip");
        assertThatThrownBy(() -> get("/faults/cut")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(
                        request("/faults/never").timeout(Duration.ofMillis(300)).build()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/faults/broken-json", "/faults/not-json", "/faults/slow?millis=1", "/faults/echo?a=b"})
    void oddAnswersAreAnsweredWith200(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void requestsAreCountedButNotTheQuestion() throws Exception {
        int before = json(get("/faults/requests")).getInteger("requests");
        get("/address/v1/towns");
        assertThat(json(get("/faults/requests")).getInteger("requests")).isEqualTo(before + 1);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(request(path).build());
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return send(request("/population/v1/persons/query")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header(CityServer.KEY_HEADER, KEY);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new JsonObject(
                new String(response.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
}
