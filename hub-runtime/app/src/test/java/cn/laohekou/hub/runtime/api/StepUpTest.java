package cn.laohekou.hub.runtime.api;

import static cn.laohekou.hub.runtime.api.Realm.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.api.PersonSession;
import cn.laohekou.hub.cli.api.SecurityKey;
import cn.laohekou.hub.cli.api.Tokens;
import cn.laohekou.hub.embedded.CannotStart;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions that bind others take a second factor of a cryptographic kind, asked of the real identity server. */
@QuarkusTest
@QuarkusTestResource(HubServices.class)
class StepUpTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "POST, /api/v1/connectors/none-such/approve",
        "POST, /api/v1/connectors/none-such/reject",
        "POST, /api/v1/connectors/none-such/rollback",
        "POST, /api/v1/resources/none-such/approve",
        "POST, /api/v1/resources/none-such/reject",
        "POST, /api/v1/resources/none-such/rollback",
        "POST, /api/v1/resources/none-such/resume",
        "POST, /api/v1/grants/none-such/approve",
        "POST, /api/v1/grants/none-such/reject",
        "POST, /api/v1/grants/none-such/rollback",
        "POST, /api/v1/grants/none-such/resume",
        "POST, /api/v1/grants/none-such/revoke",
        "POST, /api/v1/connector-plugins/none-such/enable",
        "POST, /api/v1/systems/none-such/enable",
        "POST, /api/v1/outgoing-addresses",
        "POST, /api/v1/keys/none-such/rotate",
        "POST, /api/v1/keys/none-such/versions/1/retire",
        "POST, /api/v1/connectors/none-such/resume",
    })
    void aPasswordAloneDecidesNothing(Method method, String path) {
        Response weak = Realm.byPassword(Realm.SECURITY).body("{}").request(method, path);

        assertThat(weak.statusCode()).isEqualTo(401);
        assertThat(weak.<String>path("code")).isEqualTo("STEP_UP_REQUIRED");
        assertThat(weak.header("WWW-Authenticate"))
                .contains("error=\"insufficient_user_authentication\"")
                .contains("acr_values=\"cryptographic\"")
                .contains("max_age=\"900\"");
        // With the second factor the same call gets as far as the object, which does not exist.
        Response strong = as(Realm.SECURITY).body("{}").request(method, path);
        assertThat(strong.<String>path("code")).isNotEqualTo("STEP_UP_REQUIRED");
        assertThat(strong.statusCode()).isIn(400, 404, 409, 422);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "minzheng-jingban, /api/v1/grants/none-such/consent",
        "minzheng-jingban, /api/v1/applications/none-such/consent",
        "minzheng-jingban, /api/v1/applications/none-such/refuse",
        "shuju-zhuguan, /api/v1/applications/none-such/extend",
        "shuju-zhuguan, /api/v1/resources/none-such/review",
        "chengyun-jingban, /api/v1/systems/none-such/credentials",
        "shenji-guanliyuan, /api/v1/evidence/archives",
        "shenji-guanliyuan, /api/v1/evidence/archives/node-1_1_2.zip/prune",
    })
    void consentReviewAndCredentialsAreDecisionsToo(String user, String path) {
        Response weak = Realm.byPassword(user).body("{}").post(path);

        assertThat(weak.<String>path("code")).isEqualTo("STEP_UP_REQUIRED");
    }

    @Test
    void whoeverMayNotDecideAtAllIsNotAskedForASecondFactor() {
        Response answer = Realm.byPassword(Realm.CIVIL).body("{}").post("/api/v1/grants/none-such/approve");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.<String>path("code")).isEqualTo("NOT_PERMITTED");
    }

    @Test
    void readingTakesNoSecondFactor() {
        Realm.byPassword(Realm.SECURITY).get("/api/v1/grants").then().statusCode(200);
    }

    @Test
    void theCommandLineStepsUpByItselfWhenAsked() throws CommandFailed, CannotStart {
        HubApi api = new HubApi(hub(), session(Realm.SECURITY, SecurityKey.read(keyFile(Realm.SECURITY))));

        assertThat(api.get("/api/v1/grants").ok()).isTrue();
        assertThat(api.post("/api/v1/grants/none-such/revoke", null).status()).isIn(404, 422);
    }

    @Test
    void anotherKeyIsRefused() {
        HubApi api = new HubApi(hub(), session(Realm.SECURITY, SecurityKey.create()));

        assertThatThrownBy(() -> api.post("/api/v1/grants/none-such/revoke", null))
                .isInstanceOf(CommandFailed.class);
    }

    @Test
    void somebodyElsesKeyIsRefused() {
        assertThatThrownBy(() -> Realm.stepUp(Realm.SECURITY, SecurityKey.read(keyFile(Realm.AUDIT))))
                .isInstanceOf(CommandFailed.class);
    }

    @Test
    void withoutASecurityKeyThereIsNoStepUpAndNoneIsRegisteredOnTheWay() {
        assertThatThrownBy(() -> Realm.stepUp(Realm.newcomer(1), SecurityKey.create()))
                .isInstanceOf(CommandFailed.class);
    }

    @Test
    void aPasswordGrantCannotClaimAHigherLevel() {
        String token = RestAssured.given()
                .formParams(Map.of(
                        "grant_type", "password",
                        "client_id", "hub-cli",
                        "username", Realm.SECURITY,
                        "password", HubServices.PASSWORD,
                        "acr_values", "cryptographic",
                        "claims", "{\"access_token\":{\"acr\":{\"essential\":true,\"values\":[\"cryptographic\"]}}}"))
                .post(Realm.url() + "/realms/laohekou/protocol/openid-connect/token")
                .path("access_token");

        assertThat(Jwt.claims(token).path("acr").asText()).isEqualTo("password");
    }

    @Test
    void aSignInWithTheSecondFactorSaysSoAndWhen() {
        assertThat(Jwt.claims(Realm.person(Realm.SECURITY)).path("acr").asText())
                .isEqualTo("cryptographic");
        assertThat(Jwt.claims(Realm.person(Realm.SECURITY)).path("auth_time").asLong())
                .isPositive();
    }

    private static URI hub() {
        return URI.create("http://127.0.0.1:" + RestAssured.port);
    }

    private static Path keyFile(String user) {
        return HubServices.keyFile(ConfigProvider.getConfig().getValue("hub.home", Path.class), user);
    }

    private static PersonSession session(String user, SecurityKey key) {
        URI endpoint = URI.create(Realm.url() + "/realms/laohekou/protocol/openid-connect/token");
        return new PersonSession(new Tokens(endpoint), user, HubServices.PASSWORD, key, show -> {});
    }
}
