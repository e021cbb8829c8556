package cn.laohekou.hub.runtime.api;

import static cn.laohekou.hub.runtime.api.Realm.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubServices.class)
class ManagementApiTest {

    private static final String CIVIL_AFFAIRS = "11420682MB00001077";
    private static final String CITY_CODE = "11420682MB000030XN";

    private Runnable identityDown = () -> {};
    private Runnable identityUp = () -> {};

    private static ValidatableResponse problem(Response response, int status, String code) {
        return response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("status", equalTo(status))
                .body("incident", matchesPattern("[0-9a-f]{16}"))
                .body("title", notNullValue())
                .body("hint", notNullValue());
    }

    private static void departments() {
        for (String code : List.of(CIVIL_AFFAIRS, CITY_CODE)) {
            as(Realm.SYSTEM_ADMIN)
                    .body(Map.of("code", code, "name", "部门", "division", "420682"))
                    .post("/api/v1/departments")
                    .then()
                    .statusCode(200);
        }
    }

    private static String connector(String name) {
        return "{\"name\":\"" + name + "\",\"spec\":{\"plugin\":\"rest\",\"settings\":"
                + "{\"baseUrl\":\"http://127.0.0.1:9\"}}}";
    }

    @Test
    void withoutATokenNothingIsAnsweredButAProblem() {
        problem(RestAssured.given().get("/api/v1/connectors"), 401, "TOKEN_MISSING")
                .header("WWW-Authenticate", containsString("Bearer"));
        problem(RestAssured.given().auth().oauth2("garbage").get("/api/v1/connectors"), 401, "TOKEN_MALFORMED");
    }

    @Test
    void aSystemsTokenIsNoPersonsToken() {
        String token = Realm.client("hub-provisioner", HubServices.PASSWORD).path("access_token");

        problem(RestAssured.given().auth().oauth2(token).get("/api/v1/connectors"), 401, "TOKEN_WRONG_AUDIENCE");
    }

    @Test
    void whatTheFrameworkRefusesIsAProblemToo() {
        problem(as(Realm.CIVIL).get("/api/v1/nothing-here"), 404, "PATH_UNKNOWN");
        problem(as(Realm.CIVIL).delete("/api/v1/departments"), 405, "METHOD_NOT_ALLOWED");
        problem(
                as(Realm.CIVIL).contentType(ContentType.XML).body("<a/>").post("/api/v1/connectors"),
                415,
                "MEDIA_TYPE_UNSUPPORTED");
        problem(as(Realm.CIVIL).body("{\"name\":").post("/api/v1/connectors"), 400, "JSON_MALFORMED");
        problem(as(Realm.CIVIL).body("{\"a\":1,\"a\":2}").post("/api/v1/connectors"), 400, "JSON_MALFORMED");
        problem(as(Realm.CIVIL).body("[1]").post("/api/v1/connectors"), 400, "JSON_MALFORMED");
    }

    @Test
    void aPathThatCouldMeanTwoThingsIsRefused() {
        for (String path :
                List.of("/api/v1/connectors/abc%2Fapprove", "/api/v1/connectors/abc;x=1", "/api/v1/connectors/a%00b")) {
            problem(as(Realm.SECURITY).get(path), 400, "BAD_PATH");
        }
    }

    @Test
    void problemsSpeakTheCallersLanguage() {
        problem(as(Realm.CIVIL).header("Accept-Language", "en").get("/api/v1/connectors/none-such"), 404, "NOT_FOUND")
                .header("Content-Language", "en")
                .body("title", containsString("Not found"));
        problem(as(Realm.CIVIL).get("/api/v1/connectors/none-such"), 404, "NOT_FOUND")
                .header("Content-Language", "zh-CN")
                .body("title", containsString("没有此对象"));
    }

    @Test
    void aBadRegistrationNamesEveryField() {
        departments();

        problem(
                        as(Realm.CIVIL).body("{\"name\":\"X\",\"colour\":1}").post("/api/v1/connectors"),
                        422,
                        "REGISTRATION_INVALID")
                .body("errors.pointer", hasItems("/name", "/spec", "/colour"));
        problem(
                        as(Realm.CIVIL)
                                .body("{\"name\":\"bad-one\",\"spec\":{\"plugin\":\"telnet\"}}")
                                .post("/api/v1/connectors"),
                        422,
                        "PLUGIN_UNKNOWN")
                .body("errors[0].detail", containsString("rest"));
    }

    @Test
    void aConnectorGoesFromRegistrationToApprovalByTwoPeople() {
        departments();
        as(Realm.CIVIL)
                .body(connector("two-people"))
                .post("/api/v1/connectors")
                .then()
                .statusCode(200)
                .body("revision.state", equalTo("validated"));
        problem(as(Realm.CIVIL).post("/api/v1/connectors/two-people/approve"), 403, "NOT_PERMITTED");
        problem(as(Realm.SECURITY).post("/api/v1/connectors/two-people/submit"), 403, "NOT_PERMITTED");
        problem(as(Realm.CIVIL).post("/api/v1/connectors/two-people/submit"), 409, "PROBE_MISSING");
        problem(as(Realm.CIVIL).post("/api/v1/connectors/two-people/probe"), 422, "PROBE_FAILED");
        as(Realm.CIVIL).post("/api/v1/connectors/two-people/submit").then().statusCode(200);
        as(Realm.SECURITY)
                .body("{\"reason\":\"ok\"}")
                .post("/api/v1/connectors/two-people/approve")
                .then()
                .statusCode(200)
                .body("runningRevision", equalTo(1));

        as(Realm.OPERATIONS)
                .get("/api/v1/connectors/two-people/status")
                .then()
                .statusCode(200)
                .body("runningRevision", equalTo(1));
        as(Realm.AUDIT)
                .queryParam("kind", "audit")
                .get("/api/v1/evidence")
                .then()
                .statusCode(200)
                .body("items.record.action", hasItems("connector.create", "connector.submit", "connector.approve"));
        problem(as(Realm.CIVIL).get("/api/v1/evidence"), 403, "NOT_PERMITTED");
    }

    @Test
    void theSameRequestUnderTheSameKeyIsMadeOnce() {
        departments();
        for (int i = 0; i < 2; i++) {
            as(Realm.CIVIL)
                    .header("Idempotency-Key", "only-once")
                    .body(connector("only-once"))
                    .post("/api/v1/connectors")
                    .then()
                    .statusCode(200);
        }
        problem(
                as(Realm.CIVIL)
                        .header("Idempotency-Key", "only-once")
                        .body(connector("another-one"))
                        .post("/api/v1/connectors"),
                409,
                "IDEMPOTENCY_CONFLICT");
    }

    @Test
    void listsComeByPage() {
        departments();

        Response first = as(Realm.CIVIL).queryParam("limit", 1).get("/api/v1/departments");

        first.then().statusCode(200).body("items", hasSize(1)).body("next", notNullValue());
        as(Realm.CIVIL)
                .queryParam("limit", 1)
                .queryParam("cursor", first.<String>path("next"))
                .get("/api/v1/departments")
                .then()
                .statusCode(200)
                .body("items.code", not(hasItem(first.<String>path("items[0].code"))));
        problem(as(Realm.CIVIL).queryParam("cursor", "!!!").get("/api/v1/departments"), 400, "CURSOR_INVALID");
    }

    @Test
    void aRegisteredSystemGetsATokenBoundToItsDepartmentAndADisabledOneNone() {
        departments();
        as(Realm.CITY)
                .body("{\"id\":\"city-dispatch\",\"name\":\"派单\"}")
                .post("/api/v1/systems")
                .then()
                .statusCode(200);
        problem(as(Realm.CIVIL).post("/api/v1/systems/city-dispatch/credentials"), 404, "NOT_FOUND");
        String secret = as(Realm.CITY)
                .post("/api/v1/systems/city-dispatch/credentials")
                .then()
                .statusCode(200)
                .extract()
                .path("clientSecret");

        String token = Realm.client("city-dispatch", secret).path("access_token");
        assertThat(Jwt.claims(token).path("department").asText()).isEqualTo(CITY_CODE);
        assertThat(Jwt.claims(token).path("aud").toString()).contains("hub");
        assertThat(Jwt.claims(token).path("azp").asText()).isEqualTo("city-dispatch");

        as(Realm.SECURITY).post("/api/v1/systems/city-dispatch/disable").then().statusCode(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Realm.client("city-dispatch", secret).statusCode() != 200);
        problem(as(Realm.CITY).post("/api/v1/systems/city-dispatch/enable"), 403, "NOT_PERMITTED");
    }

    @Test
    void decisionsAreExplainedToThoseConcerned() {
        String question = "{\"system\":\"none-such\",\"resource\":\"none-such\",\"operation\":\"query\"}";

        as(Realm.SECURITY)
                .body(question)
                .post("/api/v1/policy/decisions")
                .then()
                .statusCode(200)
                .body("permitted", equalTo(false))
                .body("code", equalTo("SYSTEM_UNKNOWN"));
        problem(as(Realm.CIVIL).body(question).post("/api/v1/policy/decisions"), 404, "NOT_FOUND");
    }

    @Test
    void whileTheIdentityServerIsDownManagementIsNotAvailable() {
        RequestSpecification caller = as(Realm.SYSTEM_ADMIN);
        caller.get("/api/v1/departments").then().statusCode(200);
        identityDown.run();
        try {
            problem(as(Realm.SYSTEM_ADMIN).get("/api/v1/departments"), 503, "MANAGEMENT_IDENTITY_DOWN")
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"));
        } finally {
            identityUp.run();
        }
        as(Realm.SYSTEM_ADMIN).get("/api/v1/departments").then().statusCode(200);
    }

    @Test
    void theApiDescribesItselfCompletely() {
        JsonNode paths = Jwt.json(RestAssured.given()
                        .get("/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .path("paths");

        assertThat(paths.size()).isGreaterThan(40);
        paths.properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(
                                operation -> complete(operation.getKey() + " " + path.getKey(), operation.getValue())));
    }

    private static void complete(String name, JsonNode operation) {
        assertThat(operation.path("summary").asText()).as(name).isNotBlank();
        assertThat(operation.path("tags").size()).as(name).isPositive();
        JsonNode responses = operation.path("responses");
        for (String status : List.of("200", "400", "401", "403", "404", "409", "422", "503")) {
            JsonNode content = responses.path(status).path("content");
            assertThat(content.size()).as("%s %s", name, status).isPositive();
            content.properties().stream()
                    .filter(media -> !media.getKey().equals("application/zip"))
                    .forEach(media -> assertThat(media.getValue().has("example"))
                            .as("example of %s %s", name, status)
                            .isTrue());
        }
        if (operation.has("requestBody")) {
            assertThat(operation.at("/requestBody/content/application~1json").has("example"))
                    .as("example of the body of %s", name)
                    .isTrue();
        }
    }

    @Test
    void aSystemThatSignsGetsATokenWithItsOwnKey() throws JoseException {
        departments();
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("system-key-1");
        key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        String body = "{\"id\":\"city-signer\",\"name\":\"签名系统\",\"auth\":\"private-key-jwt\",\"jwks\":{\"keys\":["
                + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}}";
        as(Realm.CITY).body(body).post("/api/v1/systems").then().statusCode(200);
        problem(as(Realm.CITY).post("/api/v1/systems/city-signer/credentials"), 409, "STATE_CONFLICT");

        Response answer = Realm.signedBy("city-signer", key);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(Jwt.claims(answer.path("access_token")).path("department").asText())
                .isEqualTo(CITY_CODE);
        RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
        other.setKeyId("system-key-1");
        assertThat(Realm.signedBy("city-signer", other).statusCode()).isNotEqualTo(200);
    }

    @Test
    void aPrivateKeyIsNotTakenIn() throws JoseException {
        departments();
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        String body = "{\"id\":\"city-careless\",\"name\":\"签名系统\",\"auth\":\"private-key-jwt\",\"jwks\":{\"keys\":["
                + key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE) + "]}}";

        problem(as(Realm.CITY).body(body).post("/api/v1/systems"), 422, "REGISTRATION_INVALID")
                .body("errors.pointer", hasItem("/jwks"));
    }

    @Test
    void whatTheRealmDoesNotNameIsRefusedToEverybody() {
        assertThat(List.of(Realm.CIVIL, Realm.SECURITY, Realm.SYSTEM_ADMIN))
                .allSatisfy(user -> as(user).delete("/api/v1/departments/" + CIVIL_AFFAIRS)
                        .then()
                        .statusCode(405));
        problem(as(Realm.CIVIL).get("/api/v1/nodes"), 403, "NOT_PERMITTED");
    }
}
