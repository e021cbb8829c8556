package cn.laohekou.hub.runtime.api;

import static cn.laohekou.hub.runtime.api.Realm.as;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.identity.SystemCredentials;
import cn.laohekou.hub.runtime.registry.SystemOutbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Systems with a client secret change it without a gap: the former one counts on until its end, and not longer. */
@QuarkusTest
@QuarkusTestResource(HubServices.class)
class SecretRotationTest {

    private final SystemCredentials credentials;
    private final SystemOutbox outbox;
    private final Alerts alerts;

    SecretRotationTest(SystemCredentials credentials, SystemOutbox outbox, Alerts alerts) {
        this.credentials = credentials;
        this.outbox = outbox;
        this.alerts = alerts;
    }

    /** A secret as it was handed out. */
    private record Secret(String client, String value) {

        static Secret of(JsonPath answer) {
            return new Secret(answer.getString("clientId"), answer.getString("clientSecret"));
        }

        Response token() {
            return Realm.client(client, value);
        }

        boolean works() {
            return token().statusCode() == 200;
        }
    }

    @BeforeEach
    void department() {
        as(Realm.SYSTEM_ADMIN)
                .body(Map.of("code", "11420682MB000030XN", "name", "部门", "division", "420682"))
                .post("/api/v1/departments")
                .then()
                .statusCode(200);
    }

    private static Secret register(String id) {
        as(Realm.CITY)
                .body("{\"id\":\"" + id + "\",\"name\":\"系统\"}")
                .post("/api/v1/systems")
                .then()
                .statusCode(200);
        return Secret.of(issue(id, "").then().statusCode(200).extract().jsonPath());
    }

    private static Response issue(String id, String body) {
        return as(Realm.CITY).body(body).post("/api/v1/systems/" + id + "/credentials");
    }

    private static JsonPath overlapping(String id) {
        return issue(id, "{\"kind\":\"client-secret\",\"overlapDays\":7}")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath system(String id) {
        return as(Realm.CITY).get("/api/v1/systems/" + id).jsonPath();
    }

    private static int call(String token) {
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .header("Hub-Purpose", "any")
                .get("/exchange/none-such/x")
                .statusCode();
    }

    /** Lets the overlap of a system end now, as time would, and the hub notice. */
    private void letTheOverlapEnd(String id, Secret former) throws SQLException {
        asOwner("UPDATE registry.system SET former_client_until = now() - interval '1 second' WHERE id = '" + id + "'");
        asOwner("UPDATE registry.outbox SET next_at = now() WHERE done_at IS NULL AND system = '" + id + "'");
        outbox.run();
        assertThat(former.works()).as("the realm gives no token for it").isFalse();
        as(Realm.CITY)
                .body("{\"id\":\"" + id + "\",\"name\":\"系统，旧口令已到期\"}")
                .put("/api/v1/systems/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void bothSecretsProveTheSameSystemDuringTheOverlapAndEachShowsItsLastUse() throws SQLException {
        Secret former = register("rotate-both");
        assertThat(call(former.token().path("access_token"))).isEqualTo(404);
        credentials.run();
        Instant formerUse = Instant.parse(system("rotate-both").getString("credentialsUsedAt"));

        JsonPath answer = overlapping("rotate-both");
        Secret fresh = Secret.of(answer);

        assertThat(fresh.client()).isEqualTo("rotate-both.2");
        assertThat(answer.getString("formerClient.clientId")).isEqualTo("rotate-both");
        assertThat(Instant.parse(answer.getString("formerClient.until")))
                .isAfter(Instant.now().plus(Duration.ofDays(6)));
        assertThat(system("rotate-both").getString("credentialsUsedAt"))
                .as("the new one was not used yet")
                .isNull();
        assertThat(system("rotate-both").getString("formerClient.usedAt")).isEqualTo(formerUse.toString());
        String late = former.token().path("access_token");
        String early = fresh.token().path("access_token");
        assertThat(call(late)).as("the former one counts on").isEqualTo(404);
        assertThat(call(early)).as("the new one counts").isEqualTo(404);
        for (String token : List.of(late, early)) {
            assertThat(Jwt.claims(token).path("hub_system").asText()).isEqualTo("rotate-both");
            assertThat(Jwt.claims(token).path("department").asText()).isEqualTo("11420682MB000030XN");
        }
        credentials.run();
        assertThat(Instant.parse(system("rotate-both").getString("formerClient.usedAt")))
                .isAfter(formerUse);
        assertThat(system("rotate-both").getString("credentialsUsedAt")).isNotNull();
    }

    @Test
    void theFormerSecretEndsInTheRealmAndItsTokensInTheHubWhenTheOverlapEnds() throws SQLException {
        Secret former = register("rotate-end");
        Secret fresh = Secret.of(overlapping("rotate-end"));
        String token = former.token().path("access_token");
        assertThat(call(token)).isEqualTo(404);

        letTheOverlapEnd("rotate-end", former);

        assertThat(call(token)).as("a token from before, still in time").isEqualTo(401);
        assertThat(fresh.works()).isTrue();
        assertThat(call(fresh.token().path("access_token"))).isEqualTo(404);
    }

    @Test
    void aClientThatTakesItsTurnAgainKeepsNothingOfItsFormerSecret() throws SQLException {
        Secret first = register("rotate-turns");
        Secret second = Secret.of(overlapping("rotate-turns"));
        letTheOverlapEnd("rotate-turns", first);
        assertThat(call(second.token().path("access_token"))).isEqualTo(404);
        credentials.run();

        Secret third = Secret.of(overlapping("rotate-turns"));

        assertThat(third.client()).isEqualTo(first.client());
        assertThat(first.works()).isFalse();
        assertThat(third.works()).isTrue();
        assertThat(second.works()).as("it is the former one now").isTrue();
        assertThat(call(third.token().path("access_token"))).isEqualTo(404);
    }

    @Test
    void aNewSecretThatWasLostIsIssuedAgainAndTheFormerOneKeepsItsEnd() {
        Secret former = register("rotate-lost");
        JsonPath lost = overlapping("rotate-lost");

        JsonPath again = overlapping("rotate-lost");

        assertThat(again.getString("clientId")).isEqualTo(lost.getString("clientId"));
        assertThat(again.getString("formerClient.until")).isEqualTo(lost.getString("formerClient.until"));
        assertThat(Secret.of(lost).works()).isFalse();
        assertThat(Secret.of(again).works()).isTrue();
        assertThat(former.works()).isTrue();
    }

    @Test
    void noThirdSecretJoinsTwoThatAreInUse() throws SQLException {
        Secret former = register("rotate-third");
        Secret fresh = Secret.of(overlapping("rotate-third"));
        assertThat(call(fresh.token().path("access_token"))).isEqualTo(404);
        credentials.run();

        Response answer = issue("rotate-third", "{\"kind\":\"client-secret\",\"overlapDays\":7}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.<String>path("code")).isEqualTo("STATE_CONFLICT");
        assertThat(former.works()).isTrue();
        assertThat(fresh.works()).isTrue();
    }

    @Test
    void withoutAnOverlapAllFormerSecretsEndAtOnce() {
        Secret former = register("rotate-now");
        Secret leaked = Secret.of(overlapping("rotate-now"));
        String token = former.token().path("access_token");
        assertThat(call(token)).isEqualTo(404);

        Secret fresh = Secret.of(issue("rotate-now", "").jsonPath());

        assertThat(former.works()).isFalse();
        assertThat(leaked.works()).isFalse();
        assertThat(call(token)).as("the other client's tokens too").isEqualTo(401);
        assertThat(fresh.works()).isTrue();
    }

    @Test
    void aSystemThatChangesToKeysOfItsOwnHasOneClientAgain() throws Exception {
        register("rotate-keys");
        Secret second = Secret.of(overlapping("rotate-keys"));
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("key-1");

        as(Realm.CITY)
                .body("{\"id\":\"rotate-keys\",\"name\":\"系统\",\"auth\":\"private-key-jwt\",\"jwks\":{\"keys\":["
                        + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}}")
                .put("/api/v1/systems/rotate-keys")
                .then()
                .statusCode(200);

        assertThat(system("rotate-keys").getString("clientId")).isEqualTo("rotate-keys");
        assertThat(Realm.signedBy("rotate-keys", key).statusCode()).isEqualTo(200);
        assertThat(second.works()).isFalse();
        assertThat(issue("rotate-keys", "{\"kind\":\"client-secret\",\"overlapDays\":7}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void whoStillUsesTheFormerSecretShortlyBeforeItsEndIsWarned() throws SQLException {
        Secret former = register("rotate-warned");
        Secret fresh = Secret.of(overlapping("rotate-warned"));
        assertThat(call(former.token().path("access_token"))).isEqualTo(404);
        credentials.run();
        assertThat(warned()).doesNotContain("rotate-warned");

        asOwner("UPDATE registry.system SET former_client_until = now() + interval '1 day' WHERE id = 'rotate-warned'");
        credentials.run();
        assertThat(warned()).contains("rotate-warned");

        letTheOverlapEnd("rotate-warned", former);
        credentials.run();
        assertThat(warned()).doesNotContain("rotate-warned");
        assertThat(fresh.works()).isTrue();
    }

    @Test
    void anOverlapIsAWholeNumberOfDaysUpToNinety() {
        register("rotate-days");
        for (String days : List.of("-1", "91", "\"7\"", "1.5")) {
            Response answer = issue("rotate-days", "{\"kind\":\"client-secret\",\"overlapDays\":" + days + "}");
            assertThat(answer.statusCode()).as(days).isEqualTo(422);
            assertThat(answer.<List<String>>path("errors.pointer")).contains("/overlapDays");
        }
    }

    @Test
    void aRequestThatNamesNoKindReplacesNothing() {
        Secret secret = register("rotate-vague");

        assertThat(issue("rotate-vague", "{}").statusCode()).isEqualTo(422);
        assertThat(secret.works()).isTrue();
    }

    private List<String> warned() {
        alerts.flush();
        return as(Realm.SECURITY)
                .get("/api/v1/alerts?limit=200")
                .path("items.findAll { it.kind == 'FORMER_CREDENTIAL_IN_USE' }.key");
    }

    private static void asOwner(String sql) throws SQLException {
        String url = ConfigProvider.getConfig().getValue("hub.db.url", String.class);
        try (Connection connection = DriverManager.getConnection(url, "hub_migration", HubServices.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
