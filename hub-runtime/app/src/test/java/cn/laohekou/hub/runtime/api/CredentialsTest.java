package cn.laohekou.hub.runtime.api;

import static cn.laohekou.hub.runtime.api.Realm.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.identity.SystemCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Systems change their credentials without a gap, see when they were last used, and are warned in time. */
@QuarkusTest
@QuarkusTestResource(HubServices.class)
class CredentialsTest {

    private final SystemCredentials credentials;
    private final Alerts alerts;

    CredentialsTest(SystemCredentials credentials, Alerts alerts) {
        this.credentials = credentials;
        this.alerts = alerts;
    }

    @BeforeEach
    void department() {
        as(Realm.SYSTEM_ADMIN)
                .body(Map.of("code", "11420682MB000030XN", "name", "部门", "division", "420682"))
                .post("/api/v1/departments")
                .then()
                .statusCode(200);
    }

    @Test
    void twoKeysSideBySideLetASystemRotateWithoutAGap() throws JoseException {
        RsaJsonWebKey first = key("key-1");
        RsaJsonWebKey second = key("key-2");
        as(Realm.CITY)
                .body(signing("city-rotating", first))
                .post("/api/v1/systems")
                .then()
                .statusCode(200);
        assertThat(Realm.signedBy("city-rotating", first).statusCode()).isEqualTo(200);

        as(Realm.CITY)
                .body(signing("city-rotating", first, second))
                .put("/api/v1/systems/city-rotating")
                .then()
                .statusCode(200);
        assertThat(Realm.signedBy("city-rotating", first).statusCode())
                .as("the former key")
                .isEqualTo(200);
        assertThat(Realm.signedBy("city-rotating", second).statusCode())
                .as("the new key")
                .isEqualTo(200);

        as(Realm.CITY)
                .body(signing("city-rotating", second))
                .put("/api/v1/systems/city-rotating")
                .then()
                .statusCode(200);
        assertThat(Realm.signedBy("city-rotating", second).statusCode()).isEqualTo(200);
        assertThat(Realm.signedBy("city-rotating", first).statusCode())
                .as("the former key has ended")
                .isNotEqualTo(200);
    }

    @Test
    void whenASecretWasIssuedAndLastUsedIsShown() throws SQLException {
        String secret = secret("city-used");
        as(Realm.CITY).get("/api/v1/systems/city-used").then().body("credentialsIssuedAt", notNullValue());
        assertThat(as(Realm.CITY).get("/api/v1/systems/city-used").<String>path("credentialsUsedAt"))
                .isNull();

        String token = Realm.client("city-used", secret).path("access_token");
        RestAssured.given().auth().oauth2(token).get("/exchange/none-such/x");
        credentials.run();

        as(Realm.CITY).get("/api/v1/systems/city-used").then().body("credentialsUsedAt", notNullValue());
    }

    @Test
    void oldCredentialsRaiseAnAlertThatNewOnesEnd() throws SQLException {
        secret("city-old");
        asOwner("UPDATE registry.system SET credentials_issued_at = now() - interval '340 days' WHERE id = 'city-old'");
        credentials.run();
        alerts.flush();
        assertThat(expiring()).contains("city-old");

        secret("city-old");
        credentials.run();
        alerts.flush();
        assertThat(expiring()).doesNotContain("city-old");
    }

    private static List<String> expiring() {
        Response answer = as(Realm.SECURITY).get("/api/v1/alerts?limit=200");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.path("items.findAll { it.kind == 'CREDENTIAL_EXPIRING' }.key");
    }

    private static String secret(String id) {
        as(Realm.CITY)
                .body("{\"id\":\"" + id + "\",\"name\":\"系统\"}")
                .post("/api/v1/systems")
                .then()
                .statusCode(200);
        return as(Realm.CITY)
                .post("/api/v1/systems/" + id + "/credentials")
                .then()
                .statusCode(200)
                .extract()
                .path("clientSecret");
    }

    private static RsaJsonWebKey key(String id) throws JoseException {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId(id);
        return key;
    }

    private static String signing(String id, RsaJsonWebKey... keys) {
        StringBuilder set = new StringBuilder();
        for (RsaJsonWebKey key : keys) {
            set.append(set.isEmpty() ? "" : ",").append(key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        }
        return "{\"id\":\"" + id + "\",\"name\":\"签名系统\",\"auth\":\"private-key-jwt\",\"jwks\":{\"keys\":[" + set
                + "]}}";
    }

    private static void asOwner(String sql) throws SQLException {
        String url = ConfigProvider.getConfig().getValue("hub.db.url", String.class);
        try (Connection connection = DriverManager.getConnection(url, "hub_migration", HubServices.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
