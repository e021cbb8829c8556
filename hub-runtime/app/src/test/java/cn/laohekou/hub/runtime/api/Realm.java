package cn.laohekou.hub.runtime.api;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

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

    /** How many people without any role the realm of the tests has. */
    static final int NEWCOMERS = 8;

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private Realm() {}

    static String url() {
        return ConfigProvider.getConfig().getValue("hub.keycloak.url", String.class);
    }

    /** Name of a person without any role. */
    static String newcomer(int number) {
        return "xinren-" + number;
    }

    static String person(String user) {
        return TOKENS.computeIfAbsent(user, Realm::freshToken);
    }

    /** A token that shows the roles of this moment. */
    static String freshToken(String name) {
        return token(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "hub-cli",
                        "username",
                        name,
                        "password",
                        HubServices.PASSWORD))
                .path("access_token");
    }

    static Response client(String id, String secret) {
        return token(Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret));
    }

    /** A token for a client that signs with its private key (RFC 7523). */
    static Response signedBy(String id, RsaJsonWebKey key) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(id);
        claims.setSubject(id);
        claims.setAudience(url() + "/realms/laohekou");
        claims.setGeneratedJwtId();
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(1);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return token(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                id,
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                signature.getCompactSerialization()));
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
