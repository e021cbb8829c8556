package cn.laohekou.hub.security.identity;

import java.security.Key;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** A realm that issues tokens the way Keycloak does, and every kind it never would. */
final class Realm implements KeySource {

    static final String ISSUER = "http://127.0.0.1/realms/laohekou";
    static final String DEPARTMENT = "11420682MB0000001A";
    static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");

    static final RsaJsonWebKey RSA = rsa("rsa-1");
    static final RsaJsonWebKey OTHER_RSA = rsa("rsa-2");
    static final EllipticCurveJsonWebKey EC = ec("ec-1");

    private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong(1);
    private volatile boolean down;
    private final AtomicInteger lookups = new AtomicInteger();

    Realm() {
        keys.put(RSA.getKeyId(), RSA.getRsaPublicKey());
        keys.put(EC.getKeyId(), EC.getECPublicKey());
    }

    private static RsaJsonWebKey rsa(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EllipticCurveJsonWebKey ec(String id) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Lookup find(String keyId) {
        lookups.incrementAndGet();
        if (down) {
            return new Lookup.Unavailable();
        }
        PublicKey key = keys.get(keyId);
        return key == null ? new Lookup.Unknown() : new Lookup.Found(key);
    }

    @Override
    public long generation() {
        return generation.get();
    }

    int lookups() {
        return lookups.get();
    }

    void goDown() {
        down = true;
    }

    /** Puts the other RSA key in the place of the first. */
    void rotate() {
        keys.remove(RSA.getKeyId());
        keys.put(OTHER_RSA.getKeyId(), OTHER_RSA.getRsaPublicKey());
        generation.incrementAndGet();
    }

    /** Claims of a good system's token, to be varied. */
    static JwtClaims systemClaims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(List.of("hub", "account"));
        claims.setSubject("5f0c1f1e-0000-4000-8000-000000000001");
        claims.setIssuedAt(NumericDate.fromSeconds(NOW.getEpochSecond() - 10));
        claims.setExpirationTime(NumericDate.fromSeconds(NOW.getEpochSecond() + 290));
        claims.setClaim("typ", "Bearer");
        claims.setClaim("azp", "city-centre");
        claims.setClaim("department", DEPARTMENT);
        claims.setClaim("preferred_username", "service-account-city-centre");
        return claims;
    }

    /** Claims of a good person's token, to be varied. */
    static JwtClaims personClaims() {
        JwtClaims claims = systemClaims();
        claims.setClaim("azp", "hub-cli");
        claims.setClaim("sid", "0b7d2f52-0000-4000-8000-000000000002");
        claims.setClaim("preferred_username", "zhang-san");
        claims.setClaim("realm_access", Map.of("roles", List.of("security-administrator", "operations")));
        return claims;
    }

    static String sign(JwtClaims claims) {
        return sign(claims, "RS256", RSA.getPrivateKey(), RSA.getKeyId());
    }

    static String sign(JwtClaims claims, String algorithm, Key key, String keyId) {
        return sign(signature(claims.toJson(), algorithm, key, keyId));
    }

    static JsonWebSignature signature(String payload, String algorithm, Key key, String keyId) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setPayload(payload);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(keyId);
        signature.setHeader("typ", "JWT");
        signature.setKey(key);
        signature.setDoKeyValidation(false);
        return signature;
    }

    static String sign(JsonWebSignature signature) {
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    static String jwks(JsonWebKey... keys) {
        return new JsonWebKeySet(keys).toJson();
    }
}
