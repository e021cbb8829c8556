package cn.laohekou.hub.runtime.api;

import static cn.laohekou.hub.runtime.api.Realm.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Citizens sign in at the provincial provider, systems exchange their tokens, the gate knows both: with the real identity
 * server, whose second realm plays the province. The holes such arrangements usually have are tried here.
 */
@QuarkusTest
@QuarkusTestResource(HubServices.class)
class TokenExchangeTest {

    private static final String RESIDENT = "420682199002300012";
    private static final String PROVIDER = "11420682MB00001077";
    private static final String CONSUMER = "11420682MB000030XN";

    /** The call passed the gate; what it was forwarded to does not answer. */
    private static final List<Integer> PAST_THE_GATE = List.of(502, 503, 504);

    private static final Map<String, String> SECRETS = new HashMap<>();

    @BeforeEach
    void registerOnce() {
        if (!SECRETS.isEmpty()) {
            return;
        }
        for (String code : List.of(PROVIDER, CONSUMER)) {
            as(Realm.SYSTEM_ADMIN)
                    .body(Map.of("code", code, "name", "部门", "division", "420682"))
                    .post("/api/v1/departments")
                    .then()
                    .statusCode(200);
        }
        as(Realm.DATA)
                .body("{\"code\":\"citizen-service\",\"title\":\"便民服务\",\"basis\":\"测试\"}")
                .post("/api/v1/purposes")
                .then()
                .statusCode(200);
        system(
                Realm.CITY,
                "citizen-portal",
                ",\"signIn\":{\"redirectUris\":[\"http://127.0.0.1:1/signed-in\"],\"tokensFor\":[\"portal-backend\",\"turning-backend\"]}");
        system(Realm.CITY, "turning-backend", "");
        system(Realm.CITY, "portal-backend", "");
        system(Realm.CIVIL, "other-office", "");
        submitAndApprove(
                Realm.CIVIL,
                "connectors",
                "exchange-source",
                "{\"plugin\":\"rest\",\"settings\":{\"baseUrl\":\"http://127.0.0.1:9\"}}");
        for (String resource : List.of("exchange-records", "exchange-other")) {
            submitAndApprove(
                    Realm.CIVIL,
                    "resources",
                    resource,
                    "{\"title\":\"测试\",\"connector\":\"exchange-source\",\"sharing\":\"UNCONDITIONAL\",\"level\":1,"
                            + "\"operations\":[{\"name\":\"all\",\"method\":\"GET\",\"path\":\"all\"}],"
                            + "\"fields\":[{\"name\":\"code\",\"title\":\"代码\",\"path\":\"code\"}],"
                            + "\"catalogueCode\":\"420682-CS-" + resource + "\",\"catalogue\":{\"format\":\"JSON\","
                            + "\"updateFrequency\":\"MONTHLY\",\"sharingMethod\":\"SERVICE_INTERFACE\","
                            + "\"category\":\"BASE\",\"secrecy\":\"NONE\",\"useConditions\":\"仅限测试\","
                            + "\"headConsent\":{\"by\":\"李局长\",\"on\":\"2026-10-20\"},"
                            + "\"secrecyAssessment\":{\"result\":\"不涉密\",\"on\":\"2026-10-18\"},"
                            + "\"personalInformationAssessment\":{\"result\":\"不含\",\"on\":\"2026-10-18\"}}}");
        }
        grant("verified-only", "portal-backend", "{\"verifiedPerson\":true}");
        grant("level-three", "citizen-portal", "{\"assurance\":3}");
    }

    @Test
    void anExchangeNamesTheSystemAndTheCitizen() {
        String citizen = citizen("shimin-yi");

        String exchanged = exchange(citizen, "portal-backend").path("access_token");

        assertThat(Jwt.claims(exchanged).path("azp").asText()).isEqualTo("portal-backend");
        assertThat(Jwt.claims(exchanged).path("sub").asText())
                .isEqualTo(Jwt.claims(citizen).path("sub").asText());
        assertThat(Jwt.claims(exchanged).path("person_resident_id").asText()).isEqualTo(RESIDENT);
        assertThat(Jwt.claims(exchanged).path("person_assurance").asText()).isEqualTo("3");
        assertThat(call(exchanged, "exchange-records").statusCode()).isIn(PAST_THE_GATE);
    }

    @Test
    void evidenceKeepsWhoItWasAsADigestAndHowItWasProven() {
        String exchanged = exchange(citizen("shimin-yi"), "portal-backend").path("access_token");
        String id = call(exchanged, "exchange-records").header("Hub-Exchange-Id");

        String record = as(Realm.AUDIT).get("/api/v1/exchanges/" + id).asString();

        assertThat(record)
                .contains("\"personProof\":\"natural\"")
                .contains("\"personAssurance\":\"3\"")
                .containsPattern("\"person\":\"[0-9a-f]{64}\"")
                .doesNotContain(RESIDENT);
    }

    @Test
    void aNameInAHeaderIsNoProof() {
        String own = token("portal-backend");

        Response stated = RestAssured.given()
                .auth()
                .oauth2(own)
                .header("Hub-Purpose", "citizen-service")
                .header("Hub-Person", "zhang-san")
                .get("/exchange/exchange-records/all");

        assertThat(stated.statusCode()).isEqualTo(403);
        assertThat(stated.<String>path("code")).isEqualTo("PERSON_NOT_VERIFIED");
    }

    @Test
    void aGrantCanDemandALevelOfAssurance() {
        assertThat(call(citizen("shimin-yi"), "exchange-records").statusCode()).isIn(PAST_THE_GATE);
        Response low = call(citizen("shimin-er"), "exchange-records");
        assertThat(low.statusCode()).isEqualTo(403);
        assertThat(low.<String>path("code")).isEqualTo("ASSURANCE_TOO_LOW");
        assertThat(call(token("citizen-portal"), "exchange-records").<String>path("code"))
                .isEqualTo("PERSON_NOT_VERIFIED");
    }

    @Test
    void legalPersonsAreKnownByTheirCreditCode() {
        String token = citizen("faren-yi");

        assertThat(Jwt.claims(token).path("person_credit_code").asText()).hasSize(18);
        assertThat(call(token, "exchange-records").statusCode()).isIn(PAST_THE_GATE);
    }

    @Test
    void aProviderThatStatesAnImpossibleNumberProvesNobody() {
        Response answer = call(citizen("shimin-cuo"), "exchange-records");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.<String>path("code")).isEqualTo("TOKEN_NOT_A_SYSTEM");
        assertThat(answer.asString()).doesNotContain(RESIDENT.substring(0, 17));
    }

    @Test
    void aSystemThatIsChangingItsSecretExchangesUnderBothItsClients() {
        String citizen = citizen("shimin-yi");
        Response issued = as(Realm.CITY)
                .body("{\"kind\":\"client-secret\",\"overlapDays\":7}")
                .post("/api/v1/systems/turning-backend/credentials");
        SECRETS.put(issued.path("clientId"), issued.path("clientSecret"));

        for (String client : List.of("turning-backend", "turning-backend.2")) {
            String exchanged = exchange(citizen, client).path("access_token");
            assertThat(Jwt.claims(exchanged).path("azp").asText()).isEqualTo(client);
            assertThat(Jwt.claims(exchanged).path("hub_system").asText()).isEqualTo("turning-backend");
            assertThat(call(exchanged, "exchange-records").<String>path("code"))
                    .as("the same System, which has no grant")
                    .isEqualTo("NO_GRANT");
        }
    }

    @Test
    void aSystemThatWasNotNamedCannotExchangeTheToken() {
        String citizen = citizen("shimin-yi");

        assertThat(exchange(citizen, "other-office").statusCode()).isIn(400, 403);
    }

    @Test
    void anExchangedTokenCannotBeExchangedAgainByAnother() {
        String exchanged = exchange(citizen("shimin-yi"), "portal-backend").path("access_token");

        assertThat(exchange(exchanged, "other-office").statusCode()).isIn(400, 403);
        assertThat(exchange(exchanged, "citizen-portal").statusCode()).isIn(400, 403);
    }

    @Test
    void aManagementTokenCannotBeTurnedIntoASystemsToken() {
        assertThat(exchange(Realm.person(Realm.CITY), "portal-backend").statusCode())
                .isIn(400, 403);
    }

    @Test
    void aTokenReplayedAtAnotherResourceFindsNoGrant() {
        String exchanged = exchange(citizen("shimin-yi"), "portal-backend").path("access_token");

        Response answer = call(exchanged, "exchange-other");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.<String>path("code")).isEqualTo("NO_GRANT");
    }

    @Test
    void systemsTokensOpenNoManagementWhoeverTheyNameAndAdministratorsLeast() {
        for (String token : List.of(
                citizen("shimin-yi"),
                exchange(citizen("shimin-yi"), "portal-backend").<String>path("access_token"),
                Citizen.official(Realm.SECURITY, "citizen-portal", secret("citizen-portal"))
                        .<String>path("access_token"))) {
            Response answer = RestAssured.given().auth().oauth2(token).get("/api/v1/grants");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.<String>path("code")).isEqualTo("TOKEN_NOT_A_PERSON");
        }
    }

    @Test
    void officialsActThroughTheSystemsOfTheirOwnDepartmentOnly() {
        String own = Citizen.official(Realm.CITY, "citizen-portal", secret("citizen-portal"))
                .path("access_token");
        assertThat(call(own, "exchange-records").<String>path("code")).isEqualTo("ASSURANCE_TOO_LOW");

        // As after a transfer: the person is of another department than the system.
        String foreign = Citizen.official(Realm.CIVIL, "citizen-portal", secret("citizen-portal"))
                .path("access_token");
        assertThat(call(foreign, "exchange-records").<String>path("code")).isEqualTo("TOKEN_NOT_A_SYSTEM");
    }

    @Test
    void aCitizenCannotTakeOverAnAccountOfTheRealmNorGetRoles() {
        String token = citizen("shimin-yi");

        assertThat(Jwt.claims(token).path("person_name").asText()).startsWith("upstream.");
        assertThat(Jwt.claims(token).has("realm_access")).isFalse();
        assertThat(Jwt.claims(token).path("acr").asText()).isNotEqualTo("cryptographic");
    }

    @Test
    void addressesForSignInsAreExact() {
        for (String address : List.of("https://portal.example/*", "http://portal.example/back", "*", "javascript:x")) {
            Response answer = as(Realm.CITY)
                    .body("{\"id\":\"bad-portal\",\"name\":\"门户\",\"signIn\":{\"redirectUris\":[\"" + address + "\"]}}")
                    .post("/api/v1/systems");
            assertThat(answer.statusCode()).as(address).isEqualTo(422);
            assertThat(answer.<List<String>>path("errors.pointer")).contains("/signIn/redirectUris");
        }
        assertThatThrownBy(() -> Citizen.official(Realm.CITY, "portal-backend", secret("portal-backend")))
                .as("a system without sign-in signs nobody in")
                .isInstanceOf(IllegalStateException.class);
    }

    private static String citizen(String user) {
        return Citizen.signIn(user, "citizen-portal", secret("citizen-portal")).path("access_token");
    }

    private static String secret(String system) {
        return Objects.requireNonNull(SECRETS.get(system));
    }

    private static String token(String system) {
        return Realm.client(system, secret(system)).path("access_token");
    }

    private static Response exchange(String subjectToken, String system) {
        return RestAssured.given()
                .formParams(Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:token-exchange",
                        "client_id",
                        system,
                        "client_secret",
                        secret(system),
                        "subject_token",
                        subjectToken,
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:access_token",
                        "audience",
                        "hub"))
                .post(Realm.url() + "/realms/laohekou/protocol/openid-connect/token");
    }

    private static Response call(String token, String resource) {
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .header("Hub-Purpose", "citizen-service")
                .get("/exchange/" + resource + "/all");
    }

    private static void system(String operator, String id, String further) {
        as(operator)
                .body("{\"id\":\"" + id + "\",\"name\":\"" + id + "\"" + further + "}")
                .post("/api/v1/systems")
                .then()
                .statusCode(200);
        String secret = as(operator)
                .post("/api/v1/systems/" + id + "/credentials")
                .then()
                .statusCode(200)
                .extract()
                .path("clientSecret");
        SECRETS.put(id, secret);
    }

    private static void grant(String name, String system, String conditions) {
        String path = "/api/v1/grants/" + name;
        as(Realm.CITY)
                .body("{\"name\":\"" + name + "\",\"spec\":{\"system\":\"" + system
                        + "\",\"resource\":\"exchange-records\","
                        + "\"operations\":[\"all\"],\"purposes\":[\"citizen-service\"],\"fields\":[\"code\"],"
                        + "\"validFrom\":\"2026-01-01T00:00:00+08:00\",\"validUntil\":\"2036-01-01T00:00:00+08:00\","
                        + "\"reason\":\"测试\",\"application\":{\"basis\":\"测试\",\"scenario\":\"测试\","
                        + "\"scope\":\"测试\",\"method\":\"service-interface\",\"officeConsent\":{\"by\":\"王主任\","
                        + "\"on\":\"2026-11-02\"}},\"conditions\":" + conditions + "}}")
                .post("/api/v1/grants")
                .then()
                .statusCode(200);
        as(Realm.CITY).post(path + "/submit").then().statusCode(200);
        as(Realm.CIVIL).post(path + "/consent").then().statusCode(200);
        as(Realm.SECURITY).body("{}").post(path + "/approve").then().statusCode(200);
    }

    private static void submitAndApprove(String owner, String kind, String name, String spec) {
        String path = "/api/v1/" + kind + "/" + name;
        as(owner)
                .body("{\"name\":\"" + name + "\",\"spec\":" + spec + "}")
                .post("/api/v1/" + kind)
                .then()
                .statusCode(200);
        if (kind.equals("connectors")) {
            // Nobody answers; whoever approves sees that.
            as(owner).post(path + "/probe");
        }
        as(owner).post(path + "/submit").then().statusCode(200);
        if (kind.equals("resources")) {
            as(Realm.DATA).post(path + "/review").then().statusCode(200);
        }
        as(Realm.SECURITY).body("{}").post(path + "/approve").then().statusCode(200);
    }
}
