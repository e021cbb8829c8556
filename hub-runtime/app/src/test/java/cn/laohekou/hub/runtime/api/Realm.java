package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.PersonSession;
import cn.laohekou.hub.cli.api.SecurityKey;
import cn.laohekou.hub.cli.api.StepUp;
import cn.laohekou.hub.cli.api.Tokens;
import cn.laohekou.hub.embedded.CannotStart;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

    /** A token this close to its end is not used again. */
    private static final long SPARE_SECONDS = 60;

    private Realm() {}

    static String url() {
        return ConfigProvider.getConfig().getValue("hub.keycloak.url", String.class);
    }

    /** Name of a person without any role. */
    static String newcomer(int number) {
        return "xinren-" + number;
    }

    /** The best token a person can get: with the second factor for whoever has one. */
    static String person(String user) {
        return TOKENS.compute(user, (name, known) -> {
            boolean good = known != null
                    && Jwt.claims(known).path("exp").asLong() > Instant.now().getEpochSecond() + SPARE_SECONDS;
            return good ? known : strongest(name);
        });
    }

    private static String strongest(String user) {
        Path home = ConfigProvider.getConfig().getValue("hub.home", Path.class);
        Path file = HubServices.keyFile(home, user);
        if (!Files.exists(file)) {
            return freshToken(user);
        }
        try {
            return stepUp(user, SecurityKey.read(file));
        } catch (CommandFailed | CannotStart e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of a sign-in with password and a security key. */
    static String stepUp(String user, SecurityKey key) throws CommandFailed {
        Tokens tokens = new Tokens(URI.create(url() + "/realms/laohekou/protocol/openid-connect/token"));
        return new PersonSession(tokens, user, HubServices.PASSWORD, key, show -> {})
                .stepUp(new StepUp("cryptographic", 0));
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

    /** A call to the hub as a person who gave the password only. */
    static RequestSpecification byPassword(String user) {
        return RestAssured.given().auth().oauth2(freshToken(user)).contentType("application/json");
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
