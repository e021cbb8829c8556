package cn.laohekou.hub.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.Setup;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three persons become the three administrators, against the real identity server. */
@QuarkusTest
@QuarkusTestResource(HubServices.class)
class SetupTest {

    private static final String CODE = "7QX4M-K2ZTE-9VHNA-D3RWB";
    private static final String SYSTEM = "system-administrator";
    private static final String SECURITY = "security-administrator";
    private static final String AUDIT = "audit-administrator";

    private final Registry registry;

    SetupTest(Registry registry) {
        this.registry = registry;
    }

    @BeforeEach
    void noSetupYet() throws SQLException {
        asOwner("DELETE FROM registry.setup_role");
        asOwner("UPDATE registry.setup SET code_hash = NULL, expires_at = NULL, wrong = 0");
    }

    @Test
    void threePersonsBecomeTheThreeAdministratorsAndTheCodeIsUsedUp() throws SQLException {
        open();
        take(1, SYSTEM).then().statusCode(200);
        take(2, SECURITY).then().statusCode(200);
        // Read aloud and typed: case and separators do not count.
        take(Realm.person(Realm.newcomer(3)), "7qx4m k2zte 9vhna d3rwb", AUDIT)
                .then()
                .statusCode(200);

        for (Map.Entry<Integer, String> who :
                Map.of(1, SYSTEM, 2, SECURITY, 3, AUDIT).entrySet()) {
            JsonNode claims = Jwt.claims(Realm.freshToken(Realm.newcomer(who.getKey())));
            assertThat(claims.at("/realm_access/roles")).map(JsonNode::asText).contains(who.getValue());
        }
        fresh(2).get("/api/v1/evidence").then().statusCode(200);
        Response audited = fresh(3).queryParam("kind", "audit").get("/api/v1/evidence");
        assertThat(audited.<List<String>>path("items.record.action"))
                .contains("setup.open", "administrator.take", "administrator.give");

        refused(take(4, AUDIT), 409, "SETUP_CLOSED");
        assertThat(openWith("another code").state()).isEqualTo(Setup.State.DONE);
        refused(take(4, AUDIT), 409, "SETUP_CLOSED");
    }

    @Test
    void onlyOneCodeIsOpenAtATime() {
        assertThat(open().state()).isEqualTo(Setup.State.OPENED);

        assertThat(openWith("another code").state()).isEqualTo(Setup.State.OPEN_ALREADY);

        refused(take(Realm.person(Realm.newcomer(4)), "another code", AUDIT), 403, "SETUP_CODE_WRONG");
    }

    @Test
    void anExpiredCodeIsRefusedAndTheNextStartOpensAnother() throws SQLException {
        open();
        asOwner("UPDATE registry.setup SET expires_at = now() - interval '1 second'");

        refused(take(4, SYSTEM), 409, "SETUP_CLOSED");

        assertNobodyTook();
        assertThat(openWith("another code").state()).isEqualTo(Setup.State.OPENED);
    }

    @Test
    void anHourIsAllACodeHas() throws SQLException {
        open();

        assertThat(number("SELECT extract(epoch FROM expires_at - now()) FROM registry.setup"))
                .isBetween(3500L, 3600L);
    }

    @Test
    void wrongCodesAreRefusedAndEndTheOpenOne() throws SQLException {
        open();
        for (int i = 0; i < 10; i++) {
            refused(take(Realm.person(Realm.newcomer(4)), "WRONG-" + i, SYSTEM), 403, "SETUP_CODE_WRONG");
        }

        refused(take(4, SYSTEM), 409, "SETUP_CLOSED");

        assertNobodyTook();
    }

    @Test
    void nobodyGetsTwoRolesAndNoRoleTwoPersons() throws SQLException {
        open();
        take(5, SECURITY).then().statusCode(200);

        refused(take(5, AUDIT), 409, "SETUP_ONE_ROLE_EACH");
        refused(take(5, SECURITY), 409, "SETUP_ONE_ROLE_EACH");
        refused(take(6, SECURITY), 409, "SETUP_ROLE_TAKEN");

        assertThat(number("SELECT count(*) FROM registry.setup_role")).isEqualTo(1);
        assertThat(rolesOf(6)).doesNotContain(SYSTEM, SECURITY, AUDIT);
        assertThat(rolesOf(5)).doesNotContain(SYSTEM, AUDIT);
    }

    @Test
    void whoeverIsAnAdministratorAlreadyGetsNoOtherRole() throws SQLException {
        open();

        refused(take(Realm.person(Realm.SECURITY), CODE, AUDIT), 409, "SETUP_ONE_ROLE_EACH");

        assertNobodyTook();
    }

    @Test
    void onlyTheThreeRolesCanBeTaken() throws SQLException {
        open();

        refused(take(6, "data-authority"), 422, "REGISTRATION_INVALID");

        assertNobodyTook();
    }

    @Test
    void whoeverIsNoPersonOfTheRealmIsRefused() throws SQLException {
        open();
        String ofClient = Realm.client("hub-provisioner", HubServices.PASSWORD).path("access_token");

        RequestSpecification nobody = RestAssured.given().contentType("application/json");
        refused(nobody.body(body(CODE, SYSTEM)).post(SetupApi.PATH), 401, "TOKEN_MISSING");
        refused(take("garbage", CODE, SYSTEM), 401, "TOKEN_MALFORMED");
        refused(take(ofClient, CODE, SYSTEM), 401, "TOKEN_WRONG_AUDIENCE");

        assertNobodyTook();
    }

    @Test
    void withoutARoleNothingButTheSetupIsOpen() {
        open();
        for (Method method : List.of(Method.GET, Method.PUT, Method.DELETE, Method.PATCH)) {
            assertThat(as(6).body("{}").request(method, SetupApi.PATH).statusCode())
                    .as("%s", method)
                    .isIn(403, 405);
        }
        for (String path : List.of("/api/v1/setup/", "/api/v1/setup/x", "/api/v1/Setup", "/api/v1/departments")) {
            assertThat(as(6).body(body(CODE, SYSTEM)).post(path).statusCode())
                    .as("%s", path)
                    .isIn(400, 403, 404);
        }
        refused(as(6).body("{}").post("/api/v1/departments"), 403, "NOT_PERMITTED");
    }

    @Test
    void aRoleTheRealmCouldNotGiveIsKeptForWhoeverTookIt() throws SQLException {
        open();
        String seven = Realm.person(Realm.newcomer(7));
        String eight = Realm.person(Realm.newcomer(8));
        asOwner("INSERT INTO registry.setup_role (role, subject, username, taken_at) VALUES ('" + AUDIT + "', '"
                + Jwt.claims(seven).path("sub").asText() + "', 'xinren-7', now())");

        refused(take(eight, CODE, AUDIT), 409, "SETUP_ROLE_TAKEN");
        refused(take(seven, CODE, SYSTEM), 409, "SETUP_ONE_ROLE_EACH");
        take(seven, CODE, AUDIT).then().statusCode(200);

        assertThat(rolesOf(7)).contains(AUDIT);
    }

    @Test
    void theCodeItselfIsNotInTheDatabase() throws SQLException {
        open();

        assertThat(number("SELECT count(*) FROM registry.setup WHERE encode(code_hash, 'escape') LIKE '%7QX4M%'"))
                .isZero();
        assertThat(number("SELECT length(code_hash) FROM registry.setup")).isEqualTo(32);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /users                              | {\"username\":\"evil\",\"enabled\":true}",
                "GET    | /users/PERSON                       | ",
                "PUT    | /users/PERSON                       | {\"enabled\":false}",
                "DELETE | /users/PERSON                       | ",
                "PUT    | /users/PERSON/reset-password        | {\"type\":\"password\",\"value\":\"evil-evil-evil\"}",
                "POST   | /users/PERSON/impersonation         | ",
                "GET    | /users/PERSON/role-mappings         | ",
                "POST   | /users/PERSON/role-mappings/clients/33349837-4b97-57d9-87cb-5a441d033cc7 | []",
                "GET    | /roles                              | ",
                "POST   | /roles                              | {\"name\":\"evil\"}",
                "PUT    | /roles/audit-administrator          | {\"name\":\"evil\"}",
                "POST   | /roles/audit-administrator/composites | []",
                "GET    | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f | ",
                "PUT    | /clients/bfe0cf3f-ec5c-5f15-8b7d-e4c29835a663 | {\"clientId\":\"hub-setup\"}",
                "POST   | /clients                            | {\"clientId\":\"evil\"}",
                "POST   | /groups                             | {\"name\":\"evil\"}",
                "PUT    |                                     | {\"displayName\":\"evil\"}",
            })
    void theSetupAccountIsRefusedEverythingElse(Method method, String path, String body) {
        RequestSpecification call = account();
        if (body != null) {
            call.body(body);
        }
        String person = Jwt.claims(Realm.person(Realm.newcomer(6))).path("sub").asText();

        Response answer = call.request(method, admin(path == null ? "" : path.replace("PERSON", person)));

        if (path != null && path.contains("/role-mappings/clients/")) {
            // An empty list maps nothing, so there is nothing to refuse: the roles themselves are refused below.
            assertThat(answer.statusCode()).isIn(204, 403);
        } else {
            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"183c6f00-ac93-5d25-81c5-affa3c299b6f", "bfe0cf3f-ec5c-5f15-8b7d-e4c29835a663"})
    void noTokenOfTheRealmManagesTheProtectedClients(String client) {
        for (String token : List.of(
                Realm.person(Realm.newcomer(6)),
                Realm.person(Realm.SECURITY),
                Realm.client("hub", HubServices.PASSWORD).<String>path("access_token"),
                Realm.client("hub-setup", HubServices.PASSWORD).<String>path("access_token"))) {
            RequestSpecification call = RestAssured.given().auth().oauth2(token);
            assertThat(call.get(admin("/clients/" + client)).statusCode()).isEqualTo(403);
            assertThat(call.post(admin("/clients/" + client + "/client-secret")).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void theIdsNamedHereAreThoseOfTheRealm() {
        assertThat(RealmFile.idOf("hub-setup")).isEqualTo("bfe0cf3f-ec5c-5f15-8b7d-e4c29835a663");
        assertThat(RealmFile.read().path("clients"))
                .filteredOn(client -> client.path("clientId").asText().equals("hub-setup"))
                .as("switched off unless somebody switches it on")
                .extracting(client -> client.path("enabled").asText())
                .containsExactly("${HUB_SETUP_ENABLED:false}");
        assertThat(RealmFile.idOf("realm-management")).isEqualTo("33349837-4b97-57d9-87cb-5a441d033cc7");
    }

    @Test
    void theSetupAccountMapsNoOtherRole() {
        String person = Jwt.claims(Realm.person(Realm.newcomer(6))).path("sub").asText();
        for (String role : List.of("data-authority", "department-operator", "operations", "default-roles-laohekou")) {
            String mapping = "[{\"id\":\"" + idOfRole(role) + "\",\"name\":\"" + role + "\"}]";
            assertThat(account()
                            .body(mapping)
                            .post(admin("/users/" + person + "/role-mappings/realm"))
                            .statusCode())
                    .as(role)
                    .isEqualTo(403);
        }
        String manageUsers = "[{\"id\":\"" + idOfManageUsers() + "\",\"name\":\"manage-users\"}]";
        assertThat(account()
                        .body(manageUsers)
                        .post(admin("/users/" + person + "/role-mappings/clients/33349837-4b97-57d9-87cb-5a441d033cc7"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(rolesOf(6)).doesNotContain("data-authority", "department-operator", "operations");
    }

    private String idOfRole(String name) {
        return master().get(admin("/roles/" + name)).path("id");
    }

    private String idOfManageUsers() {
        return master().get(admin("/clients/33349837-4b97-57d9-87cb-5a441d033cc7/roles/manage-users"))
                .path("id");
    }

    /** The realm's administration, which the hub never has. */
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

    private static RequestSpecification account() {
        return RestAssured.given()
                .auth()
                .oauth2(Realm.client("hub-setup", HubServices.PASSWORD).path("access_token"))
                .contentType("application/json");
    }

    private static String admin(String path) {
        return Realm.url() + "/admin/realms/laohekou" + path;
    }

    private static List<String> rolesOf(int newcomer) {
        return master().get(admin("/users/"
                        + Jwt.claims(Realm.person(Realm.newcomer(newcomer)))
                                .path("sub")
                                .asText()
                        + "/role-mappings/realm"))
                .path("name");
    }

    private Setup.Opening open() {
        return openWith(CODE);
    }

    private Setup.Opening openWith(String code) {
        return registry.setup().open(SetupApi.hash(code));
    }

    private static RequestSpecification as(int newcomer) {
        return Realm.as(Realm.newcomer(newcomer));
    }

    private static RequestSpecification fresh(int newcomer) {
        return RestAssured.given().auth().oauth2(Realm.freshToken(Realm.newcomer(newcomer)));
    }

    private static Response take(int newcomer, String role) {
        return take(Realm.person(Realm.newcomer(newcomer)), CODE, role);
    }

    private static Response take(String token, String code, String role) {
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body(code, role))
                .post(SetupApi.PATH);
    }

    private static String body(String code, String role) {
        return "{\"code\":\"" + code + "\",\"role\":\"" + role + "\"}";
    }

    private static void refused(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.<String>path("code")).isEqualTo(code);
    }

    private static void assertNobodyTook() throws SQLException {
        assertThat(number("SELECT count(*) FROM registry.setup_role")).isZero();
    }

    private static void asOwner(String sql) throws SQLException {
        try (Connection connection = owner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = owner();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Connection owner() throws SQLException {
        String url = ConfigProvider.getConfig().getValue("hub.db.url", String.class);
        return DriverManager.getConnection(url, "hub_migration", HubServices.PASSWORD);
    }
}
