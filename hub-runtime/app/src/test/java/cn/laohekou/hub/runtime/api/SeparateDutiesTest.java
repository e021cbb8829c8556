package cn.laohekou.hub.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.registry.Setup;
import cn.laohekou.hub.security.identity.SeparateDuties;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What happens when somebody changes roles, departments or sessions in the identity server itself, past the hub: its own
 * administrator does it here.
 */
@QuarkusTest
@QuarkusTestResource(HubServices.class)
class SeparateDutiesTest {

    private static final String SYSTEM = "system-administrator";
    private static final String SECURITY = "security-administrator";
    private static final String AUDIT = "audit-administrator";
    private static final String DEPARTMENT = "11420682MB00001077";
    private static final String OTHER_DEPARTMENT = "11420682MB000030XN";

    /** Not used by any other test. */
    private static final String PERSON = Realm.newcomer(8);

    private final Alerts alerts;

    SeparateDutiesTest(Alerts alerts) {
        this.alerts = alerts;
    }

    @AfterEach
    void takeEverythingBack() {
        take(SYSTEM, SECURITY, AUDIT, "department-operator", "data-authority");
        department(DEPARTMENT);
    }

    @Test
    void twoOfTheThreeRolesGivenInTheRealmOpenNothing() {
        for (List<String> pair : List.of(List.of(SYSTEM, SECURITY), List.of(SYSTEM, AUDIT), List.of(SECURITY, AUDIT))) {
            give(pair.toArray(String[]::new));

            Response answer = call(Realm.freshToken(PERSON)).get("/api/v1/departments");

            assertThat(answer.statusCode()).as("%s", pair).isEqualTo(403);
            assertThat(answer.<String>path("code")).isEqualTo("DUTIES_NOT_SEPARATE");
            take(pair.toArray(String[]::new));
        }
    }

    @Test
    void theRealmItselfPermitsNothingToWhoeverHoldsTwo() {
        give(SECURITY);
        assertThat(decision(Realm.freshToken(PERSON), "grant-decisions#POST")).isEqualTo(200);
        assertThat(decision(Realm.freshToken(PERSON), "departments#GET")).isEqualTo(200);

        give(AUDIT);

        for (String permission : List.of("grant-decisions#POST", "evidence-bundles#POST", "departments#GET")) {
            assertThat(decision(Realm.freshToken(PERSON), permission))
                    .as(permission)
                    .isEqualTo(403);
        }
    }

    @Test
    void aSecondRoleEndsWhatTheFirstOneBegan() {
        give(AUDIT);
        String token = Realm.freshToken(PERSON);
        call(token).get("/api/v1/evidence").then().statusCode(200);

        give(SECURITY);

        refused(call(token).get("/api/v1/evidence"), 403, "DUTIES_NOT_SEPARATE");
        alerts.flush();
        assertThat(Realm.as(Realm.SECURITY).get("/api/v1/alerts?limit=200").<List<String>>path("items.kind"))
                .contains("DUTIES_NOT_SEPARATE");
    }

    @Test
    void aRoleThatIsTakenAwayEndsTheSessionThatHadIt() {
        give("data-authority");
        String token = Realm.freshToken(PERSON);
        call(token).get("/api/v1/departments").then().statusCode(200);

        take("data-authority");

        refused(call(token).get("/api/v1/departments"), 401, "SESSION_ENDED");
    }

    @Test
    void renewedTokensDoNotCarryASessionOverAChangeOfRoles() {
        give("department-operator");
        Response signedIn = signIn();
        call(signedIn.path("access_token")).get("/api/v1/departments").then().statusCode(200);

        give("data-authority");
        Response renewed = RestAssured.given()
                .formParams(Map.of(
                        "grant_type", "refresh_token",
                        "client_id", "hub-cli",
                        "refresh_token", signedIn.path("refresh_token")))
                .post(tokenEndpoint());

        assertThat(Jwt.claims(renewed.path("access_token")).at("/realm_access/roles"))
                .as("the realm itself renews it with the new role")
                .hasSize(2);
        refused(call(renewed.path("access_token")).get("/api/v1/departments"), 401, "SESSION_ENDED");
        call(Realm.freshToken(PERSON)).get("/api/v1/departments").then().statusCode(200);
    }

    @Test
    void nothingIsLeftOfAFormerDepartmentAfterATransfer() {
        give("department-operator");
        String token = Realm.freshToken(PERSON);
        call(token).get("/api/v1/connectors").then().statusCode(200);

        department(OTHER_DEPARTMENT);

        refused(call(token).get("/api/v1/connectors"), 401, "SESSION_ENDED");
        assertThat(Jwt.claims(Realm.freshToken(PERSON)).path("department").asText())
                .isEqualTo(OTHER_DEPARTMENT);
    }

    @Test
    void aSessionThatWasLoggedOutOpensNothing() {
        give("department-operator");
        Response signedIn = signIn();
        String token = signedIn.path("access_token");
        call(token).get("/api/v1/departments").then().statusCode(200);

        RestAssured.given()
                .formParams(Map.of("client_id", "hub-cli", "refresh_token", signedIn.path("refresh_token")))
                .post(Realm.url() + "/realms/laohekou/protocol/openid-connect/logout");

        refused(call(token).get("/api/v1/departments"), 401, "SESSION_ENDED");
    }

    @Test
    void guessingPasswordsLocksTheAccountForAWhile() {
        String victim = Realm.newcomer(7);
        for (int i = 0; i < 6; i++) {
            assertThat(signIn(victim, "Wrong-password-" + i).statusCode()).isEqualTo(401);
        }

        assertThat(signIn(victim, HubServices.PASSWORD).statusCode())
                .as("even the right password")
                .isEqualTo(401);
        master().delete(admin("/attack-detection/brute-force/users")).then().statusCode(204);
        assertThat(signIn(victim, HubServices.PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void weakPasswordsAreNotTaken() {
        for (String weak : List.of("Short-1", "no-capital-letter-1", "NO-SMALL-LETTER-1", "No-digit-at-all")) {
            Response answer = master().body(Map.of("type", "password", "value", weak, "temporary", false))
                    .put(admin("/users/" + id() + "/reset-password"));
            assertThat(answer.statusCode()).as(weak).isEqualTo(400);
        }
        assertThat(RealmFile.read().path("passwordPolicy").asText())
                .contains("forceExpiredPasswordChange(${HUB_PASSWORD_MAX_AGE_DAYS:90})")
                .contains("passwordHistory(5)");
    }

    @Test
    void idleSessionsEnd() {
        assertThat(RealmFile.read().path("ssoSessionIdleTimeout").asInt()).isEqualTo(1800);
        assertThat(RealmFile.read().path("ssoSessionMaxLifespan").asInt()).isEqualTo(28_800);
        assertThat(master().get(admin("")).<Integer>path("ssoSessionIdleTimeout"))
                .isEqualTo(1800);
    }

    @Test
    void theThreeRolesAreTheSameEverywhere() {
        assertThat(Set.copyOf(SeparateDuties.ROLES)).isEqualTo(Set.copyOf(Setup.ROLES));
    }

    private static void refused(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.<String>path("code")).isEqualTo(code);
    }

    private static int decision(String token, String permission) {
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .formParams(Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket",
                        "audience", "hub",
                        "permission", permission))
                .post(tokenEndpoint())
                .statusCode();
    }

    private static Response signIn() {
        return signIn(PERSON, HubServices.PASSWORD);
    }

    private static Response signIn(String user, String password) {
        return RestAssured.given()
                .formParams(Map.of(
                        "grant_type", "password", "client_id", "hub-cli", "username", user, "password", password))
                .post(tokenEndpoint());
    }

    private static RequestSpecification call(String token) {
        return RestAssured.given().auth().oauth2(token).contentType("application/json");
    }

    private void give(String... roles) {
        for (String role : roles) {
            master().body(mapping(role))
                    .post(admin("/users/" + id() + "/role-mappings/realm"))
                    .then()
                    .statusCode(204);
        }
    }

    private void take(String... roles) {
        for (String role : roles) {
            master().body(mapping(role))
                    .delete(admin("/users/" + id() + "/role-mappings/realm"))
                    .then()
                    .statusCode(204);
        }
    }

    private List<Map<String, String>> mapping(String role) {
        String id = master().get(admin("/roles/" + role)).path("id");
        return List.of(Map.of("id", id, "name", role));
    }

    private void department(String code) {
        Map<String, Object> person = master().get(admin("/users/" + id())).path("$");
        person.put("attributes", Map.of("department", List.of(code)));
        master().body(person).put(admin("/users/" + id())).then().statusCode(204);
    }

    private String id() {
        return master().queryParam("username", PERSON)
                .queryParam("exact", true)
                .get(admin("/users"))
                .path("[0].id");
    }

    private static RequestSpecification master() {
        String token = RestAssured.given()
                .formParams(Map.of(
                        "grant_type", "password",
                        "client_id", "admin-cli",
                        "username", "admin",
                        "password", HubServices.masterPassword()))
                .post(Realm.url() + "/realms/master/protocol/openid-connect/token")
                .path("access_token");
        return RestAssured.given().auth().oauth2(token).contentType("application/json");
    }

    private static String admin(String path) {
        return Realm.url() + "/admin/realms/laohekou" + path;
    }

    private static String tokenEndpoint() {
        return Realm.url() + "/realms/laohekou/protocol/openid-connect/token";
    }
}
