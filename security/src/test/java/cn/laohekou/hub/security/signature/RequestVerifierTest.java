package cn.laohekou.hub.security.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.crypto.Sm2;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RequestVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
    private static final SignatureKey HMAC = SignatureKey.secret(SignatureAlgorithm.HMAC_SM3, SECRET);
    private static final HeaderConvention WITH_NONCE = new HeaderConvention(
            "X-App",
            "X-Service",
            "X-Time",
            "X-Sign",
            "X-Nonce",
            "X-Digest",
            "{rid}|{sid}|{rtime}|{nonce}|{digest}",
            HeaderConvention.Encoding.HEX,
            HeaderConvention.TEN_MINUTES);

    private static Credential credential(SignatureKey key, @Nullable HeaderConvention convention, boolean revoked) {
        return new Credential(
                "c1",
                "k1",
                "system-a",
                "11420682000000000N",
                key,
                convention,
                NOW.minusSeconds(1),
                NOW.plusSeconds(9),
                revoked);
    }

    private static Credentials known(SignatureKey key, @Nullable HeaderConvention convention) {
        return Credentials.of(List.of(credential(key, convention, false)), Map.of(), Map.of());
    }

    private static TestMessage request() {
        return TestMessage.request("POST", "/exchange/persons/query", "?a=1").with("Hub-Purpose", "p-1");
    }

    private static List<String> covered(String... more) {
        List<String> all = new ArrayList<>(RequestVerifier.COVERED);
        all.addAll(List.of(more));
        return all;
    }

    private static TestMessage signed(TestMessage message, SignatureKey key, long created, List<String> components) {
        MessageSignature.Made made = MessageSignature.make(
                message,
                components,
                new MessageSignature.Parameters("sig", created, "n-1", "k1", key.algorithm()),
                key::sign);
        return message.set("Signature-Input", made.input()).set("Signature", made.signature());
    }

    private static TestMessage signed() {
        return signed(
                request().with("Content-Digest", ContentDigest.sm3(BODY)),
                HMAC,
                NOW.getEpochSecond(),
                covered("hub-purpose", "content-digest"));
    }

    private static Proof accepted(TestMessage message, Credentials credentials) throws SignatureRefused {
        assertThat(RequestVerifier.signed(message, credentials)).isTrue();
        return Objects.requireNonNull(RequestVerifier.verify(message, true, credentials, NOW));
    }

    private static void refused(SignatureFault fault, TestMessage message, Credentials credentials) {
        assertThatThrownBy(() -> RequestVerifier.verify(message, true, credentials, NOW))
                .isInstanceOfSatisfying(
                        SignatureRefused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(fault));
    }

    @Test
    void aGoodSignatureProvesTheSystemAndBindsTheBody() throws SignatureRefused {
        Proof proof = accepted(signed(), known(HMAC, null));

        assertThat(proof.credential().system()).isEqualTo("system-a");
        assertThat(proof.mechanism()).isEqualTo(Proof.Mechanism.MESSAGE_SIGNATURE);
        assertThat(proof.replayUntil()).isAfter(NOW.plusSeconds(600));
        ContentDigest.check(Objects.requireNonNull(proof.digest()), BODY);
        assertThatThrownBy(() -> ContentDigest.check(Objects.requireNonNull(proof.digest()), new byte[0]))
                .isInstanceOf(SignatureRefused.class);
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void everyAlgorithmVerifiesWhatItSignedAndNothingElse(SignatureAlgorithm algorithm) throws Exception {
        SignatureKey signs;
        SignatureKey verifies;
        if (algorithm.shared()) {
            signs = SignatureKey.secret(algorithm, SECRET);
            verifies = signs;
        } else if (algorithm == SignatureAlgorithm.SM2) {
            Sm2.Pair pair = Sm2.generate();
            signs = SignatureKey.privateKey(algorithm, pair.privateKey());
            verifies = SignatureKey.publicKey(algorithm, pair.publicKey());
        } else {
            KeyPair pair = pair(algorithm == SignatureAlgorithm.ECDSA_P256);
            signs = SignatureKey.privateKey(algorithm, pair.getPrivate().getEncoded());
            verifies = SignatureKey.publicKey(algorithm, pair.getPublic().getEncoded());
        }
        TestMessage message = signed(
                request().with("Content-Digest", ContentDigest.sha256(BODY)),
                signs,
                NOW.getEpochSecond(),
                covered("hub-purpose", "content-digest"));

        assertThat(accepted(message, known(verifies, null)).credential().keyId())
                .isEqualTo("k1");
        refused(SignatureFault.INVALID, message.set("Hub-Purpose", "p-2"), known(verifies, null));
    }

    private static KeyPair pair(boolean elliptic) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(elliptic ? "EC" : "RSA");
        if (elliptic) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    @Test
    void movedToAnotherTargetItIsBroken() {
        Credentials known = known(HMAC, null);
        refused(SignatureFault.INVALID, signed().on("GET", "/exchange/persons/query", "?a=1"), known);
        refused(SignatureFault.INVALID, signed().on("POST", "/exchange/houses/query", "?a=1"), known);
        refused(SignatureFault.INVALID, signed().on("POST", "/exchange/persons/query", "?a=2"), known);
    }

    @Test
    void whatMustBeCoveredIsDemanded() {
        Credentials known = known(HMAC, null);
        long at = NOW.getEpochSecond();
        refused(SignatureFault.NOT_COVERED, signed(request(), HMAC, at, covered("hub-purpose")), known);
        TestMessage digested = request().with("Content-Digest", ContentDigest.sm3(BODY));
        refused(SignatureFault.NOT_COVERED, signed(digested, HMAC, at, covered("content-digest")), known);
        List<String> withoutQuery = covered("hub-purpose", "content-digest");
        withoutQuery.remove("@query");
        refused(SignatureFault.NOT_COVERED, signed(digested, HMAC, at, withoutQuery), known);
    }

    @Test
    void everythingACallerStatesOfACallIsCovered() {
        for (String stated : List.of("Hub-Case", "Hub-Person", "Hub-Recipient", "Hub-Subject-Certificate")) {
            refused(SignatureFault.NOT_COVERED, signed().with(stated, "added later"), known(HMAC, null));
        }
    }

    @Test
    void aSignatureWithoutNonceIsRefused() {
        TestMessage message = request().with("Content-Digest", ContentDigest.sm3(BODY));
        MessageSignature.Made made = MessageSignature.make(
                message,
                covered("hub-purpose", "content-digest"),
                new MessageSignature.Parameters("sig", NOW.getEpochSecond(), null, "k1", null),
                HMAC::sign);

        refused(
                SignatureFault.NOT_COVERED,
                message.set("Signature-Input", made.input()).set("Signature", made.signature()),
                known(HMAC, null));
    }

    @Test
    void tooOldAndTooEarlyAreRefusedAndTheEdgeIsNot() throws SignatureRefused {
        Credentials known = known(HMAC, null);
        for (long away : new long[] {-601, 601}) {
            refused(
                    SignatureFault.OUT_OF_WINDOW,
                    signed(
                            request().with("Content-Digest", ContentDigest.sm3(BODY)),
                            HMAC,
                            NOW.getEpochSecond() + away,
                            covered("hub-purpose", "content-digest")),
                    known);
        }
        accepted(
                signed(
                        request().with("Content-Digest", ContentDigest.sm3(BODY)),
                        HMAC,
                        NOW.getEpochSecond() - 600,
                        covered("hub-purpose", "content-digest")),
                known);
    }

    @Test
    void anotherKeyAnotherAlgorithmAnUnknownOrEndedKeyAreToldApart() {
        SignatureKey other = SignatureKey.secret(
                SignatureAlgorithm.HMAC_SM3, "another secret, long".getBytes(StandardCharsets.US_ASCII));
        refused(SignatureFault.INVALID, signed(), known(other, null));
        refused(
                SignatureFault.INVALID,
                signed(),
                known(SignatureKey.secret(SignatureAlgorithm.HMAC_SHA256, SECRET), null));
        refused(SignatureFault.KEY_UNKNOWN, signed(), Credentials.NONE);
        Credentials revoked = Credentials.of(List.of(credential(HMAC, null, true)), Map.of(), Map.of());
        refused(SignatureFault.CREDENTIAL_ENDED, signed(), revoked);
        assertThatThrownBy(() -> RequestVerifier.verify(signed(), true, known(HMAC, null), NOW.plusSeconds(10)))
                .isInstanceOfSatisfying(
                        SignatureRefused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(SignatureFault.CREDENTIAL_ENDED));
    }

    @Test
    void theNationalConventionIsHmacOverSidRidAndTime() throws SignatureRefused {
        SignatureKey key = SignatureKey.secret(SignatureAlgorithm.HMAC_SHA256, SECRET);
        String time = Long.toString(NOW.toEpochMilli());
        String sign = java.util.Base64.getEncoder()
                .encodeToString(key.sign(("persons" + "k1" + time).getBytes(StandardCharsets.UTF_8)));
        TestMessage message = request()
                .with("gjgxjhpt_rid", "k1")
                .with("gjgxjhpt_sid", "persons")
                .with("gjgxjhpt_rtime", time)
                .with("gjgxjhpt_sign", sign);
        Credentials known = known(key, HeaderConvention.NATIONAL);
        Proof proof = accepted(message, known);

        assertThat(proof.service()).isEqualTo("persons");
        assertThat(proof.mechanism()).isEqualTo(Proof.Mechanism.HEADER_CONVENTION);
        assertThat(proof.digest()).isNull();
        assertThat(accepted(message, known).replayKey()).isEqualTo(proof.replayKey());
        refused(SignatureFault.INVALID, message.set("gjgxjhpt_sid", "houses"), known);
    }

    @Test
    void aConventionOfOnesOwnGoesBothWays() throws SignatureRefused {
        TestMessage message = request();
        WITH_NONCE
                .write("k1", "persons", NOW.toEpochMilli(), "n-1", BODY, HMAC::sign)
                .forEach(message::with);
        Credentials known = known(HMAC, WITH_NONCE);
        Proof proof = accepted(message, known);

        ContentDigest.check(Objects.requireNonNull(proof.digest()), BODY);
        TestMessage another = request();
        WITH_NONCE
                .write("k1", "persons", NOW.toEpochMilli(), "n-2", BODY, HMAC::sign)
                .forEach(another::with);
        assertThat(accepted(another, known).replayKey()).isNotEqualTo(proof.replayKey());
        refused(SignatureFault.INVALID, message.set("X-Nonce", "n-9"), known);
    }

    @Test
    void theConventionsWindowAndFormsAreHeld() {
        Credentials known = known(HMAC, WITH_NONCE);
        for (long away : new long[] {-600_001, 600_001}) {
            TestMessage message = request();
            WITH_NONCE
                    .write("k1", "persons", NOW.toEpochMilli() + away, "n-1", BODY, HMAC::sign)
                    .forEach(message::with);
            refused(SignatureFault.OUT_OF_WINDOW, message, known);
        }
        TestMessage good = request();
        WITH_NONCE
                .write("k1", "persons", NOW.toEpochMilli(), "n-1", BODY, HMAC::sign)
                .forEach(good::with);
        refused(
                SignatureFault.KEY_UNKNOWN,
                request()
                        .with("X-App", "k2")
                        .with("X-Service", "s")
                        .with("X-Time", "1")
                        .with("X-Sign", "aa")
                        .with("X-Nonce", "n")
                        .with("X-Digest", "d"),
                known);
        refused(SignatureFault.MALFORMED, good.with("X-Sign", "aa"), known);
        refused(SignatureFault.MALFORMED, good.set("X-Sign", "not hex"), known);
        refused(SignatureFault.MALFORMED, good.set("X-Sign", "aa").set("X-Time", "soon"), known);
        refused(SignatureFault.MALFORMED, good.without("X-Nonce"), known);
    }

    @Test
    void aKeyOfOneConventionDoesNotServeAnother() {
        HeaderConvention lax = new HeaderConvention(
                "Y-App",
                "Y-Service",
                "Y-Time",
                "Y-Sign",
                null,
                null,
                "{rid}{sid}{rtime}",
                HeaderConvention.Encoding.HEX,
                HeaderConvention.TEN_MINUTES);
        Credential strict = credential(HMAC, WITH_NONCE, false);
        Credential other =
                new Credential("c2", "k2", "system-b", "11420682000000000N", HMAC, lax, NOW, NOW.plusSeconds(9), false);
        TestMessage message = request();
        lax.write("k1", "persons", NOW.toEpochMilli(), "", BODY, HMAC::sign).forEach(message::with);

        refused(SignatureFault.KEY_UNKNOWN, message, Credentials.of(List.of(strict, other), Map.of(), Map.of()));
    }

    @Test
    void twoProofsInOneRequestAreRefused() {
        TestMessage message = signed();
        WITH_NONCE
                .write("k1", "persons", NOW.toEpochMilli(), "n-1", BODY, HMAC::sign)
                .forEach(message::with);

        refused(SignatureFault.MALFORMED, message, known(HMAC, WITH_NONCE));
    }

    @Test
    void anUnsignedRequestProvesNothing() throws SignatureRefused {
        assertThat(RequestVerifier.signed(request(), known(HMAC, WITH_NONCE))).isFalse();
        assertThat(RequestVerifier.verify(request(), true, known(HMAC, WITH_NONCE), NOW))
                .isNull();
    }

    @Test
    void conventionsThatSignTooLittleAndKeysThatAreTooWeakAreRefused() {
        assertThatThrownBy(() -> new HeaderConvention(
                        "a",
                        "b",
                        "c",
                        "d",
                        null,
                        null,
                        "{rid}{sid}",
                        HeaderConvention.Encoding.HEX,
                        HeaderConvention.TEN_MINUTES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HeaderConvention(
                        "a",
                        "b",
                        "c",
                        "d",
                        "e",
                        null,
                        "{rid}{sid}{rtime}",
                        HeaderConvention.Encoding.HEX,
                        HeaderConvention.TEN_MINUTES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HeaderConvention(
                        "a b",
                        "b",
                        "c",
                        "d",
                        null,
                        null,
                        "{rid}{sid}{rtime}",
                        HeaderConvention.Encoding.HEX,
                        HeaderConvention.TEN_MINUTES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignatureKey.secret(SignatureAlgorithm.HMAC_SM3, new byte[15]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignatureKey.publicKey(SignatureAlgorithm.RSA_SHA256, new byte[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
