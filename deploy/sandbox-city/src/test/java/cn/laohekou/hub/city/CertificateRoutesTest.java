package cn.laohekou.hub.city;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.city.MadeUpCertificates.Fate;
import cn.laohekou.hub.embedded.EmbeddedPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The city's e-certificate service, as the hub and a clerk use it. */
@SuppressWarnings("NullAway.Init") // set before all tests
class CertificateRoutesTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Vertx vertx;
    private static CityDatabase database;
    private static String base;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        database = CityDatabase.start(new EmbeddedPostgres.Settings(
                home.resolve("data/city"), Path.of("target/cache"), home.resolve("password"), home.resolve("pg.log")));
        vertx = Vertx.vertx();
        base = "http://127.0.0.1:" + new CityServer(vertx, database, "key", home.resolve("inboxes.jsonl")).listen(0)
                + "/certificates/v1/";
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
        database.close();
    }

    @Test
    void theCheckCharacterIsThatOfTheStandardsExample() {
        assertThat(MadeUpCertificates.check("11100000000013338W999" + "11420682000000000N" + "2026112100001" + "001"))
                .isEqualTo('H');
    }

    @ParameterizedTest
    @CsvSource({
        "VALID, 1, 0001",
        "NOT_AUTHORISED, 1, 0001",
        "REVOKED, 2, 0004",
        "EXPIRED, 2, 0004",
        "FORGED, 1, 0006",
        "FOREIGN, 1, 0001"
    })
    void aCertificateIsDescribedAndVerifiedByItsFate(Fate fate, String status, String code) throws Exception {
        JsonObject found = post("query", use().put("certificateIdentifier", MadeUpCertificates.identifier(fate)));
        assertThat(found.getString("certificateStatus")).isEqualTo(status);

        JsonObject verified = post("verify", use().put("certificateData", found.getJsonObject("certificateData")));
        assertThat(verified.getString("verifyCode")).isEqualTo(code);
    }

    @Test
    void changedDataDoesNotVerify() throws Exception {
        JsonObject data = post("query", use().put("certificateIdentifier", MadeUpCertificates.identifier(Fate.VALID)))
                .getJsonObject("certificateData");
        data.getJsonObject("baseInfo").put("certificateExpiringDate", "20991231");
        assertThat(post("verify", use().put("certificateData", data)).getString("verifyCode"))
                .isEqualTo("0006");

        data.getJsonObject("baseInfo").put("certificateHolderCode", MadeUpPersons.idNumber(7));
        assertThat(post("verify", use().put("certificateData", data)).getString("verifyCode"))
                .isEqualTo("0005");
    }

    @Test
    void anUnknownCertificateIsUnknown() throws Exception {
        assertThat(post("query", use().put("certificateIdentifier", "1.2.3")).getString("verifyCode"))
                .isEqualTo("0002");
    }

    @Test
    void aUseIsAuthorisedForTheMatterTheHolderAgreedTo() throws Exception {
        assertThat(authorised(Fate.VALID, 0, "resident-service")).isTrue();
        assertThat(authorised(Fate.VALID, 0, "grid-dispatch")).isFalse();
        assertThat(authorised(Fate.VALID, 1, "resident-service")).isFalse();
        assertThat(authorised(Fate.NOT_AUTHORISED, 1, "resident-service")).isFalse();
    }

    @Test
    void aClerkFindsAPersonsCertificatesOfAType() throws Exception {
        JsonObject mine = use().put("certificateHolderCode", MadeUpPersons.idNumber(0))
                .put("certificateTypeCode", "11100000000013338W011^" + MadeUpCertificates.TYPE);
        assertThat(post("search", mine).getJsonArray("certificateDataList")).hasSize(1);

        mine.put("certificateTypeCode", MadeUpCertificates.OTHER_TYPE);
        assertThat(post("search", mine).getJsonArray("certificateDataList")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orgName", "username", "itemName", "itemCode", "businessCode", "UseFor"})
    void withoutOneOfTheElementsOfUseNothingIsSaid(String element) throws Exception {
        JsonObject asked = use().put("certificateIdentifier", MadeUpCertificates.identifier(Fate.VALID));
        asked.remove(element);

        assertThat(post("query", asked).fieldNames()).containsExactlyInAnyOrder("verifyCode", "verifyMessage");
    }

    private static boolean authorised(Fate fate, int person, String item) throws Exception {
        return post(
                        "authorise",
                        use().put("certificateIdentifier", MadeUpCertificates.identifier(fate))
                                .put("certificateHolderCode", MadeUpPersons.idNumber(person))
                                .put("itemCode", item))
                .getBoolean("authorised");
    }

    private static JsonObject use() {
        return new JsonObject()
                .put("orgName", "老河口市城市运行中心")
                .put("username", "wang")
                .put("itemName", "群众诉求办理")
                .put("itemCode", "resident-service")
                .put("businessCode", "2026-0001")
                .put("UseFor", "核实身份");
    }

    private static JsonObject post(String operation, JsonObject body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + operation))
                .header("X-Api-Key", "key")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        return new JsonObject(
                CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
