package cn.laohekou.hub.runtime.api;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens of the demo people and of clients, as anybody gets them. */
final class Realm {

    static final String CIVIL = "minzheng-jingban";
    static final String POLICE = "gongan-jingban";
    static final String CITY = "chengyun-jingban";
    static final String SYSTEM_ADMIN = "xitong-guanliyuan";
    static final String SECURITY = "anquan-guanliyuan";
    static final String AUDIT = "shenji-guanliyuan";
    static final String DATA = "shuju-zhuguan";
    static final String OPERATIONS = "yunwei";

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private Realm() {}

    static String url() {
        return ConfigProvider.getConfig().getValue("hub.keycloak.url", String.class);
    }

    static String person(String user) {
        return TOKENS.computeIfAbsent(
                user,
                name -> token(Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "hub-cli",
                                "username",
                                name,
                                "password",
                                HubServices.PASSWORD))
                        .path("access_token"));
    }

    static Response client(String id, String secret) {
        return token(Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret));
    }

    private static Response token(Map<String, String> form) {
        return RestAssured.given().formParams(form).post(url() + "/realms/laohekou/protocol/openid-connect/token");
    }

    /** A call to the hub as a person. */
    static RequestSpecification as(String user) {
        return RestAssured.given()
                .auth()
                .oauth2(person(user))
                .contentType("application/json")
                .urlEncodingEnabled(false);
    }
}
