package cn.laohekou.hub.runtime.api;

import static cn.laohekou.hub.runtime.api.Realm.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the realm permits whom, asked of the real identity server. */
@QuarkusTest
@QuarkusTestResource(HubServices.class)
class RealmLimitsTest {

    private static final List<String> EVERYBODY =
            List.of(Realm.CIVIL, Realm.SYSTEM_ADMIN, Realm.SECURITY, Realm.AUDIT, Realm.DATA, Realm.OPERATIONS);

    private static final Map<String, String> SHORT = Map.of(
            "operator", Realm.CIVIL,
            "system", Realm.SYSTEM_ADMIN,
            "security", Realm.SECURITY,
            "audit", Realm.AUDIT,
            "data", Realm.DATA,
            "operations", Realm.OPERATIONS);

    /** Ids fixed in the realm file. */
    private static final String HUB_CLIENT = "183c6f00-ac93-5d25-81c5-affa3c299b6f";

    @ParameterizedTest(name = "{0} {1} is for {2}")
    @CsvSource({
        "POST, /api/v1/departments, system",
        "PUT, /api/v1/departments/none-such, system",
        "POST, /api/v1/purposes, data",
        "POST, /api/v1/systems, operator",
        "POST, /api/v1/systems/none-such/credentials, operator",
        "POST, /api/v1/systems/none-such/disable, operator security",
        "POST, /api/v1/systems/none-such/enable, security",
        "POST, /api/v1/connector-plugins/none-such/validate, system security operations",
        "POST, /api/v1/connector-plugins/none-such/enable, security",
        "POST, /api/v1/connector-plugins/none-such/disable, security",
        "POST, /api/v1/outgoing-addresses, security",
        "DELETE, /api/v1/outgoing-addresses/none-such, security",
        "POST, /api/v1/connectors, operator",
        "PUT, /api/v1/connectors/none-such, operator",
        "DELETE, /api/v1/connectors/none-such, operator",
        "POST, /api/v1/connectors/none-such/validate, operator",
        "POST, /api/v1/connectors/none-such/probe, operator",
        "POST, /api/v1/connectors/none-such/submit, operator",
        "POST, /api/v1/connectors/none-such/approve, security",
        "POST, /api/v1/connectors/none-such/reject, security",
        "POST, /api/v1/connectors/none-such/pause, operator security operations",
        "POST, /api/v1/connectors/none-such/resume, operator security operations",
        "POST, /api/v1/connectors/none-such/restart, operator security operations",
        "POST, /api/v1/connectors/none-such/rollback, operator security operations",
        "POST, /api/v1/connectors/none-such/retire, operator",
        "POST, /api/v1/resources, operator",
        "POST, /api/v1/resources/none-such/submit, operator",
        "POST, /api/v1/resources/none-such/approve, security",
        "POST, /api/v1/resources/none-such/rollback, security",
        "POST, /api/v1/resources/none-such/resume, security data",
        "POST, /api/v1/resources/none-such/review, data",
        "POST, /api/v1/resources/none-such/pause, operator security data",
        "POST, /api/v1/grants, operator",
        "POST, /api/v1/grants/none-such/submit, operator",
        "POST, /api/v1/grants/none-such/consent, operator",
        "POST, /api/v1/grants/none-such/approve, security",
        "POST, /api/v1/grants/none-such/reject, security",
        "POST, /api/v1/grants/none-such/rollback, security",
        "POST, /api/v1/grants/none-such/resume, security data",
        "GET, /api/v1/alerts, operator system security audit data operations",
        "POST, /api/v1/alerts/1/acknowledge, operator system security data operations",
        "GET, /api/v1/jobs, operator system security audit data operations",
        "POST, /api/v1/jobs, operator operations",
        "POST, /api/v1/jobs/none-such/cancel, operator security operations",
        "GET, /api/v1/reconciliations, operator system security audit data operations",
        "POST, /api/v1/reconciliations, operator operations",
        "GET, /api/v1/applications, operator system security audit data operations",
        "POST, /api/v1/applications, operator",
        "POST, /api/v1/applications/none-such/consent, operator",
        "POST, /api/v1/applications/none-such/refuse, operator",
        "POST, /api/v1/applications/none-such/deliver, operator",
        "POST, /api/v1/applications/none-such/supplement, operator data",
        "POST, /api/v1/applications/none-such/extend, data",
        "POST, /api/v1/corrections, operator",
        "POST, /api/v1/corrections/none-such/answer, operator",
        "POST, /api/v1/disputes/none-such/decide, data",
        "POST, /api/v1/tasks/none-such/complete, operator",
        "GET, /api/v1/catalogue-changes, operator system security audit data operations",
        "POST, /api/v1/catalogue-changes, operator data",
        "POST, /api/v1/catalogue-changes/none-such/extend, data",
        "POST, /api/v1/catalogue-changes/none-such/dismiss, data",
        "PUT, /api/v1/calendar/2027, data",
        "PUT, /api/v1/sharing-limits/correction, data",
        "GET, /api/v1/sharing-reports/2026-11, security audit data",
        "POST, /api/v1/grants/none-such/suspend, operator security data",
        "POST, /api/v1/grants/none-such/revoke, operator security data",
        "GET, /api/v1/exchanges/none-such, operator security audit",
        "GET, /api/v1/evidence, security audit",
        "GET, /api/v1/evidence/checkpoints, security audit",
        "POST, /api/v1/evidence/bundles, audit",
        "POST, /api/v1/watermarks/traces, security audit",
        "POST, /api/v1/evidence/disclosures, audit",
        "POST, /api/v1/evidence/lineage, security audit",
        "POST, /api/v1/policy/decisions, operator security audit",
        "GET, /api/v1/nodes, system security operations",
        "GET, /api/v1/departments, operator system security audit data operations",
        "GET, /api/v1/grants, operator system security audit data operations",
    })
    void everyCallIsForItsRolesAndNobodyElse(Method method, String path, String roles) {
        Set<String> permitted =
                Set.copyOf(List.of(roles.split(" ")).stream().map(SHORT::get).toList());

        for (String user : EVERYBODY) {
            Response answer = as(user).body(method == Method.GET ? "" : "{}").request(method, path);

            assertThat("NOT_PERMITTED".equals(code(answer)))
                    .as("%s refused %s %s (answered %s)", user, method, path, answer.statusCode())
                    .isEqualTo(!permitted.contains(user));
        }
    }

    private static String code(Response answer) {
        return answer.contentType().contains("problem") ? answer.path("code") : "";
    }

    @Test
    void anAccountWithoutAnyRoleIsPermittedNothing() {
        // The hub's own account for registering systems is a client of the realm without roles.
        String token = Realm.client("hub-provisioner", HubServices.PASSWORD).path("access_token");

        Response decision = RestAssured.given()
                .auth()
                .oauth2(token)
                .formParam("grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket")
                .formParam("audience", "hub")
                .formParam("permission", "departments#GET")
                .post(Realm.url() + "/realms/laohekou/protocol/openid-connect/token");

        assertThat(decision.statusCode()).isEqualTo(403);
    }

    private static RequestSpecification provisioner() {
        return RestAssured.given()
                .auth()
                .oauth2(Realm.client("hub-provisioner", HubServices.PASSWORD).path("access_token"))
                .contentType("application/json");
    }

    private static String admin(String path) {
        return Realm.url() + "/admin/realms/laohekou" + path;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /users                                                        | ",
                "POST   | /users                                                        | {\"username\":\"evil\",\"enabled\":true}",
                "GET    | /roles                                                        | ",
                "POST   | /roles                                                        | {\"name\":\"evil\"}",
                "GET    | /groups                                                       | ",
                "PUT    |                                                               | {\"displayName\":\"evil\"}",
                "GET    | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f                 | ",
                "PUT    | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f                 | {\"clientId\":\"hub\",\"enabled\":false}",
                "DELETE | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f                 | ",
                "GET    | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f/client-secret   | ",
                "POST   | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f/client-secret   | ",
                "GET    | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f/authz/resource-server | ",
                "POST   | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f/authz/resource-server/policy/role | {\"name\":\"evil\",\"type\":\"role\"}",
                "POST   | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f/authz/resource-server/permission/scope | {\"name\":\"evil\",\"type\":\"scope\"}",
                "POST   | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f/protocol-mappers/models | {\"name\":\"evil\",\"protocol\":\"openid-connect\",\"protocolMapper\":\"oidc-hardcoded-role-mapper\"}",
                "POST   | /clients/183c6f00-ac93-5d25-81c5-affa3c299b6f/roles            | {\"name\":\"evil\"}",
                "PUT    | /clients/e59c51be-419f-53e2-a5f9-88a0921306aa                 | {\"clientId\":\"hub-cli\",\"enabled\":false}",
                "PUT    | /clients/3088b8f0-e454-58d8-95b6-f5ffda66a089                 | {\"clientId\":\"hub-provisioner\",\"fullScopeAllowed\":true}",
                "PUT    | /clients/bff17e4b-8e16-54a2-b7ea-55eb325513a0                 | {\"clientId\":\"admin-permissions\"}",
                "POST   | /clients/bff17e4b-8e16-54a2-b7ea-55eb325513a0/authz/resource-server/permission/scope | {\"name\":\"evil\",\"resourceType\":\"Users\"}",
            })
    void theHubsAccountForSystemsIsRefusedEverythingElse(Method method, String path, String body) {
        RequestSpecification call = provisioner();
        if (body != null) {
            call.body(body);
        }

        assertThat(call.request(method, admin(path == null ? "" : path)).statusCode())
                .isEqualTo(403);
    }

    @Test
    void theIdsNamedHereAreThoseOfTheRealm() {
        // Without this, a changed id would make the refusals above refuse what does not exist.
        List<String> seen = provisioner().get(admin("/clients?clientId=hub")).path("id");

        assertThat(seen).isEmpty();
        assertThat(RealmFile.idOf("hub")).isEqualTo(HUB_CLIENT);
        assertThat(RealmFile.idOf("hub-cli")).isEqualTo("e59c51be-419f-53e2-a5f9-88a0921306aa");
        assertThat(RealmFile.idOf("hub-provisioner")).isEqualTo("3088b8f0-e454-58d8-95b6-f5ffda66a089");
        assertThat(RealmFile.idOf("admin-permissions")).isEqualTo("bff17e4b-8e16-54a2-b7ea-55eb325513a0");
    }

    @Test
    void aSystemsClientThatClaimsRolesIsStillPermittedNothing() {
        String body = "{\"clientId\":\"claims-roles\",\"secret\":\"" + HubServices.PASSWORD + "\",\"enabled\":true,"
                + "\"serviceAccountsEnabled\":true,\"publicClient\":false,\"fullScopeAllowed\":true,"
                + "\"protocolMappers\":[{\"name\":\"roles\",\"protocol\":\"openid-connect\","
                + "\"protocolMapper\":\"oidc-hardcoded-role-mapper\",\"config\":{\"role\":\"security-administrator\"}},"
                + "{\"name\":\"list\",\"protocol\":\"openid-connect\",\"protocolMapper\":\"oidc-usermodel-realm-role-mapper\","
                + "\"config\":{\"claim.name\":\"realm_access.roles\",\"multivalued\":\"true\",\"access.token.claim\":\"true\"}},"
                + "{\"name\":\"audience\",\"protocol\":\"openid-connect\",\"protocolMapper\":\"oidc-audience-mapper\","
                + "\"config\":{\"included.client.audience\":\"hub\",\"access.token.claim\":\"true\"}}]}";
        provisioner().body(body).post(admin("/clients"));
        String token = Realm.client("claims-roles", HubServices.PASSWORD).path("access_token");

        Response decision = RestAssured.given()
                .auth()
                .oauth2(token)
                .formParam("grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket")
                .formParam("audience", "hub")
                .formParam("permission", "connector-decisions#POST")
                .post(Realm.url() + "/realms/laohekou/protocol/openid-connect/token");

        assertThat(decision.statusCode()).isEqualTo(403);
    }

    @Test
    void theRealmFileHoldsNoPeople() {
        assertThat(RealmFile.people()).isEmpty();
    }
}
