package cn.laohekou.hub.security.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final long NOW = Realm.NOW.getEpochSecond();

    private final Realm realm = new Realm();
    private final MovableClock clock = new MovableClock(Realm.NOW);
    private final TokenVerifier verifier =
            new TokenVerifier(TokenRules.of(Realm.ISSUER, "hub"), realm, clock, TokenVerifier.DEFAULT_CACHE);

    private static String token(Consumer<JwtClaims> change) {
        JwtClaims claims = Realm.systemClaims();
        change.accept(claims);
        return Realm.sign(claims);
    }

    private static String person(Consumer<JwtClaims> change) {
        JwtClaims claims = Realm.personClaims();
        change.accept(claims);
        return Realm.sign(claims);
    }

    private static TokenFault fault(Verification<?> verification) {
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        return ((Verification.Rejected<?>) verification).fault();
    }

    private TokenFault rejected(@Nullable String token) {
        TokenFault fault = fault(verifier.verify(token));
        assertThat(token == null ? null : verifier.cached(token))
                .as("a rejected token is not remembered")
                .isNull();
        return fault;
    }

    private Caller verified(String token) {
        Verification<Caller> verification = verifier.verify(token);
        assertThat(verification).isInstanceOf(Verification.Verified.class);
        return ((Verification.Verified<Caller>) verification).who();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSystemsTokenGivesItsCaller() {
        assertThat(verified(token(c -> {}))).isEqualTo(new Caller("city-centre", Realm.DEPARTMENT, NOW + 290, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256"})
    void theThreeAlgorithmsAreAccepted(String algorithm) {
        boolean elliptic = algorithm.equals("ES256");
        String token = Realm.sign(
                Realm.systemClaims(),
                algorithm,
                elliptic ? Realm.EC.getPrivateKey() : Realm.RSA.getPrivateKey(),
                elliptic ? Realm.EC.getKeyId() : Realm.RSA.getKeyId());

        assertThat(verified(token).system()).isEqualTo("city-centre");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void noTokenIsMissing(@Nullable String token) {
        assertThat(rejected(token)).isEqualTo(TokenFault.MISSING);
        assertThat(fault(verifier.verifyPerson(token))).isEqualTo(TokenFault.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "...",
                "..",
                "{}.{}.{}",
                "eyJhbGciOiJSUzI1NiJ9..",
                "老.河.口",
                "a b.c.d",
                "a.b.c\n"
            })
    void garbageIsMalformed(String token) {
        assertThat(rejected(token)).isIn(TokenFault.MALFORMED, TokenFault.BAD_ALGORITHM);
    }

    @Test
    void aTokenTooLongToBeOneIsMalformedWithoutBeingRead() {
        assertThat(rejected(token(c -> c.setStringClaim("pad", "x".repeat(9000)))))
                .isEqualTo(TokenFault.MALFORMED);
        assertThat(realm.lookups()).isZero();
    }

    @Test
    void aTokenWithoutSignatureIsOfABadAlgorithm() {
        String claims = base64(Realm.systemClaims().toJson());

        for (String none : List.of("none", "None", "NONE", "")) {
            String header = base64("{\"alg\":\"" + none + "\",\"typ\":\"JWT\",\"kid\":\"rsa-1\"}");
            assertThat(rejected(header + "." + claims + ".")).isEqualTo(TokenFault.BAD_ALGORITHM);
            assertThat(rejected(header + "." + claims + ".AAAA")).isEqualTo(TokenFault.BAD_ALGORITHM);
        }
        assertThat(rejected(base64("{\"kid\":\"rsa-1\"}") + "." + claims + ".AAAA"))
                .isEqualTo(TokenFault.BAD_ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void aTokenSignedWithThePublicKeyAsSecretIsOfABadAlgorithm(String algorithm) {
        byte[] der = Realm.RSA.getRsaPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";

        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.US_ASCII))) {
            String token = Realm.sign(Realm.systemClaims(), algorithm, new HmacKey(secret), "rsa-1");
            assertThat(rejected(token)).isEqualTo(TokenFault.BAD_ALGORITHM);
        }
        assertThat(realm.lookups()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS512"})
    void otherAlgorithmsAreRefusedEvenWithTheRealmsKey(String algorithm) {
        assertThat(rejected(Realm.sign(Realm.systemClaims(), algorithm, Realm.RSA.getPrivateKey(), "rsa-1")))
                .isEqualTo(TokenFault.BAD_ALGORITHM);
    }

    @Test
    void theKeysKindMustFitTheAlgorithm() {
        assertThat(rejected(Realm.sign(Realm.systemClaims(), "RS256", Realm.RSA.getPrivateKey(), "ec-1")))
                .isEqualTo(TokenFault.BAD_ALGORITHM);
        assertThat(rejected(Realm.sign(Realm.systemClaims(), "ES256", Realm.EC.getPrivateKey(), "rsa-1")))
                .isEqualTo(TokenFault.BAD_ALGORITHM);
    }

    @Test
    void aTokenOfAnUnknownOrStolenKeyIdHasABadSignature() {
        assertThat(rejected(Realm.sign(Realm.systemClaims(), "RS256", Realm.OTHER_RSA.getPrivateKey(), "rsa-2")))
                .isEqualTo(TokenFault.BAD_SIGNATURE);
        assertThat(rejected(Realm.sign(Realm.systemClaims(), "RS256", Realm.OTHER_RSA.getPrivateKey(), "rsa-1")))
                .isEqualTo(TokenFault.BAD_SIGNATURE);
    }

    @Test
    void aKeyThatComesWithTheTokenIsNotBelieved() {
        JsonWebSignature signature =
                Realm.signature(Realm.systemClaims().toJson(), "RS256", Realm.OTHER_RSA.getPrivateKey(), "rsa-1");
        signature.setJwkHeader(Realm.OTHER_RSA);
        signature.setHeader("jku", "http://127.0.0.1/evil");

        assertThat(rejected(Realm.sign(signature))).isEqualTo(TokenFault.BAD_SIGNATURE);
    }

    @Test
    void aChangedTokenHasABadSignature() {
        String[] parts = token(c -> {}).split("\\.", -1);
        String other = base64(Realm.systemClaims().toJson().replace("city-centre", "city-evil"));

        assertThat(rejected(parts[0] + "." + other + "." + parts[2])).isEqualTo(TokenFault.BAD_SIGNATURE);
        assertThat(rejected(parts[0] + "." + parts[1] + ".")).isEqualTo(TokenFault.BAD_SIGNATURE);
    }

    @Test
    void aTokenWithoutKeyIdOrWithCriticalHeadersOrOfAnotherTypeIsMalformed() {
        JsonWebSignature critical =
                Realm.signature(Realm.systemClaims().toJson(), "RS256", Realm.RSA.getPrivateKey(), "rsa-1");
        critical.setHeader("crit", "exp");
        JsonWebSignature typed =
                Realm.signature(Realm.systemClaims().toJson(), "RS256", Realm.RSA.getPrivateKey(), "rsa-1");
        typed.setHeader("typ", "logout+jwt");
        JsonWebSignature nameless =
                Realm.signature(Realm.systemClaims().toJson(), "RS256", Realm.RSA.getPrivateKey(), "rsa-1");
        nameless.getHeaders().setStringHeaderValue("kid", null);

        assertThat(rejected(Realm.sign(critical))).isEqualTo(TokenFault.MALFORMED);
        assertThat(rejected(Realm.sign(typed))).isEqualTo(TokenFault.MALFORMED);
        assertThat(rejected(Realm.sign(nameless))).isEqualTo(TokenFault.MALFORMED);
    }

    @Test
    void anEncryptedTokenIsMalformed() throws JoseException {
        JsonWebEncryption encrypted = new JsonWebEncryption();
        encrypted.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        encrypted.setPayload(token(c -> {}));
        encrypted.setAlgorithmHeaderValue("RSA-OAEP");
        encrypted.setEncryptionMethodHeaderParameter("A128GCM");
        encrypted.setKey(Realm.RSA.getPublicKey());

        assertThat(rejected(encrypted.getCompactSerialization())).isEqualTo(TokenFault.MALFORMED);
    }

    @Test
    void aPayloadThatIsNoObjectIsMalformed() {
        for (String payload : List.of("[]", "null", "x", "{\"iss\":", "{\"exp\":\"soon\"}")) {
            String token = Realm.sign(Realm.signature(payload, "RS256", Realm.RSA.getPrivateKey(), "rsa-1"));
            assertThat(rejected(token)).isIn(TokenFault.MALFORMED, TokenFault.WRONG_ISSUER);
        }
    }

    @Test
    void expiryIsToldWithTheSkewOfClocks() {
        String token = token(c -> {});
        clock.advance(Duration.ofSeconds(290 + 29));
        assertThat(verifier.verify(token)).isInstanceOf(Verification.Verified.class);
        assertThat(verifier.cached(token))
                .as("never remembered past its expiry")
                .isNull();

        clock.advance(Duration.ofSeconds(1));
        assertThat(rejected(token)).isEqualTo(TokenFault.EXPIRED);
    }

    @Test
    void aTokenFromTheFutureIsNotYetValid() {
        assertThat(rejected(token(c -> c.setNotBefore(NumericDate.fromSeconds(NOW + 31)))))
                .isEqualTo(TokenFault.NOT_YET_VALID);
        assertThat(rejected(token(c -> c.setIssuedAt(NumericDate.fromSeconds(NOW + 31)))))
                .isEqualTo(TokenFault.NOT_YET_VALID);
        assertThat(verified(token(c -> c.setNotBefore(NumericDate.fromSeconds(NOW + 30))))
                        .system())
                .isEqualTo("city-centre");
    }

    @Test
    void aTokenWithoutTimesIsMalformed() {
        assertThat(rejected(token(c -> c.unsetClaim("exp")))).isEqualTo(TokenFault.MALFORMED);
        assertThat(rejected(token(c -> c.unsetClaim("iat")))).isEqualTo(TokenFault.MALFORMED);
    }

    @Test
    void anotherIssuerIsRefused() {
        assertThat(rejected(token(c -> c.setIssuer("http://127.0.0.1/realms/other"))))
                .isEqualTo(TokenFault.WRONG_ISSUER);
        assertThat(rejected(token(c -> c.setIssuer(Realm.ISSUER + "/")))).isEqualTo(TokenFault.WRONG_ISSUER);
        assertThat(rejected(token(c -> c.unsetClaim("iss")))).isEqualTo(TokenFault.WRONG_ISSUER);
    }

    @Test
    void anotherAudienceIsRefused() {
        assertThat(rejected(token(c -> c.setAudience("account")))).isEqualTo(TokenFault.WRONG_AUDIENCE);
        assertThat(rejected(token(c -> c.setAudience("hub2")))).isEqualTo(TokenFault.WRONG_AUDIENCE);
        assertThat(rejected(token(c -> c.unsetClaim("aud")))).isEqualTo(TokenFault.WRONG_AUDIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID", "Refresh", "Offline", "Logout"})
    void otherTokensOfTheRealmAreRefused(String type) {
        assertThat(rejected(token(c -> c.setStringClaim("typ", type)))).isEqualTo(TokenFault.MALFORMED);
        assertThat(rejected(token(c -> c.unsetClaim("typ")))).isEqualTo(TokenFault.MALFORMED);
    }

    @Test
    void aTokenThatIsNotASystemsIsRefused() {
        assertThat(rejected(token(c -> c.unsetClaim("azp")))).isEqualTo(TokenFault.NOT_A_SYSTEM);
        assertThat(rejected(token(c -> c.unsetClaim("department")))).isEqualTo(TokenFault.NOT_A_SYSTEM);
        assertThat(rejected(token(c -> c.setStringClaim("department", " ")))).isEqualTo(TokenFault.NOT_A_SYSTEM);
        assertThat(rejected(token(c -> c.setClaim("department", List.of(Realm.DEPARTMENT)))))
                .isEqualTo(TokenFault.NOT_A_SYSTEM);
        assertThat(rejected(person(c -> {}))).isEqualTo(TokenFault.NOT_A_SYSTEM);
        assertThat(rejected(person(c -> c.unsetClaim("sid")))).isEqualTo(TokenFault.NOT_A_SYSTEM);
        assertThat(rejected(token(c -> c.setStringClaim("session_state", "x")))).isEqualTo(TokenFault.NOT_A_SYSTEM);
    }

    @Test
    void theCertificateATokenIsBoundToIsToldAndNeverDropped() {
        assertThat(verified(token(c -> c.setClaim("cnf", Map.of("x5t#S256", "abc"))))
                        .certificateThumbprint())
                .isEqualTo("abc");
        assertThat(rejected(token(c -> c.setClaim("cnf", Map.of("jkt", "abc")))))
                .isEqualTo(TokenFault.NOT_A_SYSTEM);
        assertThat(rejected(token(c -> c.setClaim("cnf", "abc")))).isEqualTo(TokenFault.NOT_A_SYSTEM);
    }

    @Test
    void withoutKeysNothingIsVerified() {
        realm.goDown();

        assertThat(rejected(token(c -> {}))).isEqualTo(TokenFault.KEYS_UNAVAILABLE);
    }

    @Test
    void aVerifiedTokenIsRememberedUntilItExpires() {
        String token = token(c -> {});
        assertThat(verifier.cached(token)).isNull();
        Caller caller = verified(token);

        realm.goDown();

        assertThat(verifier.cached(token)).isEqualTo(caller);
        clock.advance(Duration.ofSeconds(289));
        assertThat(verifier.cached(token)).isEqualTo(caller);
        clock.advance(Duration.ofSeconds(1));
        assertThat(verifier.cached(token)).isNull();
    }

    @Test
    void aRememberedTokenIsForgottenWhenItsKeyIsRotatedOut() {
        String token = token(c -> {});
        verified(token);

        realm.rotate();

        assertThat(verifier.cached(token)).isNull();
        assertThat(rejected(token)).isEqualTo(TokenFault.BAD_SIGNATURE);
        String renewed = Realm.sign(Realm.systemClaims(), "RS256", Realm.OTHER_RSA.getPrivateKey(), "rsa-2");
        assertThat(verified(renewed).system()).isEqualTo("city-centre");
    }

    @Test
    void clearingForgetsButDoesNotRevoke() {
        String token = token(c -> {});
        verified(token);

        verifier.clear();

        assertThat(verifier.cached(token)).isNull();
        verified(token);
        assertThat(verifier.cached(token)).isNotNull();
    }

    @Test
    void tokensIssuedBeforeARevocationAreRefused() {
        String token = token(c -> {});
        String person = person(c -> {});
        String later = token(c -> c.setIssuedAt(NumericDate.fromSeconds(NOW)));
        verified(token);

        verifier.revokeBefore(Realm.NOW);
        verifier.revokeBefore(Realm.NOW.minusSeconds(100));

        assertThat(verifier.cached(token)).isNull();
        assertThat(rejected(token)).isEqualTo(TokenFault.REVOKED);
        assertThat(fault(verifier.verifyPerson(person))).isEqualTo(TokenFault.REVOKED);
        assertThat(verified(later).system()).isEqualTo("city-centre");
    }

    @Test
    void aPersonsTokenGivesThePerson() {
        Verification<Person> verification = verifier.verifyPerson(person(c -> {}));

        assertThat(verification).isInstanceOf(Verification.Verified.class);
        Person who = ((Verification.Verified<Person>) verification).who();
        assertThat(who.username()).isEqualTo("zhang-san");
        assertThat(who.department()).isEqualTo(Realm.DEPARTMENT);
        assertThat(who.subject()).isEqualTo("5f0c1f1e-0000-4000-8000-000000000001");
        assertThat(who.roles()).containsExactlyInAnyOrder("security-administrator", "operations");
        assertThat(who.expiresAt()).isEqualTo(NOW + 290);
    }

    @Test
    void aTokenThatIsNotAPersonsIsRefused() {
        assertThat(fault(verifier.verifyPerson(token(c -> {})))).isEqualTo(TokenFault.NOT_A_PERSON);
        assertThat(fault(verifier.verifyPerson(person(c -> c.unsetClaim("preferred_username")))))
                .isEqualTo(TokenFault.NOT_A_PERSON);
        assertThat(fault(verifier.verifyPerson(person(c -> c.unsetClaim("department")))))
                .isEqualTo(TokenFault.NOT_A_PERSON);
        assertThat(fault(verifier.verifyPerson(person(c -> c.unsetClaim("sub")))))
                .isEqualTo(TokenFault.NOT_A_PERSON);
        assertThat(fault(verifier.verifyPerson(person(c -> c.setClaim("cnf", Map.of("x5t#S256", "abc"))))))
                .isEqualTo(TokenFault.NOT_A_PERSON);
    }

    @Test
    void aPersonWithoutRolesHasNone() {
        for (Object access :
                new Object[] {"all", List.of("system-administrator"), Map.of("roles", "system-administrator")}) {
            Verification<Person> verification = verifier.verifyPerson(person(c -> c.setClaim("realm_access", access)));
            assertThat(((Verification.Verified<Person>) verification).who().roles())
                    .isEmpty();
        }
    }
}
