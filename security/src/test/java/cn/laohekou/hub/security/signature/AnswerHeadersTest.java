package cn.laohekou.hub.security.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.crypto.Sm2;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers in a header convention: signed by one side, verified by the other, and no use for anything else. */
final class AnswerHeadersTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = "{\"total\":7}".getBytes(StandardCharsets.UTF_8);
    private static final String EXCHANGE = "01932d5c-0000-7000-8000-000000000001";
    private static final HeaderConvention OWN = new HeaderConvention(
            "X-App",
            "X-Service",
            "X-Time",
            "X-Sign",
            "X-Nonce",
            "X-Digest",
            "{rid}\n{sid}\n{rtime}\n{nonce}\n{digest}",
            HeaderConvention.Encoding.HEX,
            Duration.ofMinutes(2));

    static List<AnswerHeaders.Party> parties() {
        return List.of(
                party(HeaderConvention.NATIONAL, SignatureAlgorithm.HMAC_SHA256),
                party(HeaderConvention.DIRECT, SignatureAlgorithm.HMAC_SM3),
                party(OWN, SignatureAlgorithm.HMAC_SM3));
    }

    private static AnswerHeaders.Party party(HeaderConvention convention, SignatureAlgorithm algorithm) {
        return new AnswerHeaders.Party(convention, "k1", "towns", SignatureKey.secret(algorithm, SECRET));
    }

    private static TestMessage answer(int status) {
        return TestMessage.answer(status)
                .with("Content-Digest", ContentDigest.sm3(BODY))
                .with("Hub-Exchange-Id", EXCHANGE);
    }

    private static TestMessage signed(AnswerHeaders.Party party) {
        TestMessage message = answer(200);
        AnswerHeaders.sign(party, message, NOW).forEach(message::with);
        return message;
    }

    private static void refused(SignatureFault fault, AnswerHeaders.Party party, TestMessage message, Instant now) {
        assertThatThrownBy(() -> AnswerHeaders.verify(party, message, now))
                .isInstanceOfSatisfying(
                        SignatureRefused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(fault));
    }

    @ParameterizedTest
    @MethodSource("parties")
    void whatOneSideSignsTheOtherVerifiesAndTheBodyWithIt(AnswerHeaders.Party party) throws Exception {
        String digest = AnswerHeaders.verify(party, signed(party), NOW);

        ContentDigest.check(digest, BODY);
        assertThatThrownBy(() -> ContentDigest.check(digest, "{\"total\":8}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SignatureRefused.class);
    }

    @ParameterizedTest
    @MethodSource("parties")
    void everythingThatIsSignedIsBound(AnswerHeaders.Party party) {
        String other = ContentDigest.sm3("{\"total\":8}".getBytes(StandardCharsets.UTF_8));
        refused(SignatureFault.INVALID, party, signed(party).set("Content-Digest", other), NOW);
        refused(SignatureFault.INVALID, party, signed(party).set("Hub-Exchange-Id", EXCHANGE + "0"), NOW);
        refused(
                SignatureFault.INVALID,
                party,
                signed(party).set(party.convention().rtime(), "1763712000001"),
                NOW);
        refused(
                SignatureFault.INVALID,
                party,
                signed(party).set(party.convention().sid(), "villages"),
                NOW);
        TestMessage failed = answer(500);
        AnswerHeaders.sign(party, answer(200), NOW).forEach(failed::with);
        refused(SignatureFault.INVALID, party, failed, NOW);
    }

    @ParameterizedTest
    @MethodSource("parties")
    void anotherKeyAnotherAddresseeAnotherServiceAndAnotherTimeAreRefused(AnswerHeaders.Party party) {
        HeaderConvention convention = party.convention();
        SignatureKey wrong = SignatureKey.secret(
                party.key().algorithm(), "another-secret-of-enough-bytes".getBytes(StandardCharsets.US_ASCII));
        refused(SignatureFault.INVALID, new AnswerHeaders.Party(convention, "k1", "towns", wrong), signed(party), NOW);
        refused(
                SignatureFault.KEY_UNKNOWN,
                new AnswerHeaders.Party(convention, "k2", "towns", party.key()),
                signed(party),
                NOW);
        refused(
                SignatureFault.WRONG_SERVICE,
                new AnswerHeaders.Party(convention, "k1", "villages", party.key()),
                signed(party),
                NOW);
        Instant late = NOW.plus(convention.window()).plusSeconds(1);
        refused(SignatureFault.OUT_OF_WINDOW, party, signed(party), late);
        refused(
                SignatureFault.OUT_OF_WINDOW,
                party,
                signed(party),
                NOW.minus(convention.window().plusSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("parties")
    void anUnsignedAnswerOrOneWithoutDigestIsNoSignedAnswer(AnswerHeaders.Party party) {
        refused(SignatureFault.MALFORMED, party, answer(200), NOW);
        refused(
                SignatureFault.MALFORMED,
                party,
                signed(party).without(party.convention().sign()),
                NOW);
        refused(SignatureFault.NOT_COVERED, party, signed(party).without("Content-Digest"), NOW);
        refused(SignatureFault.NOT_COVERED, party, signed(party).without("Hub-Exchange-Id"), NOW);
        refused(SignatureFault.NOT_COVERED, party, signed(party).with("Content-Digest", ContentDigest.sm3(BODY)), NOW);
        assertThatThrownBy(() -> AnswerHeaders.sign(party, TestMessage.answer(200), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("parties")
    void anAnswersHeadersAreNoRequestAndARequestsHeadersNoAnswer(AnswerHeaders.Party party) {
        HeaderConvention convention = party.convention();
        Credentials known = Credentials.of(
                List.of(new Credential(
                        "c1", "k1", "system-a", "d", party.key(), convention, NOW, NOW.plusSeconds(600), false)),
                Map.of(),
                Map.of());
        TestMessage sentBack = TestMessage.request("GET", "/exchange/towns/all", "?");
        AnswerHeaders.sign(party, answer(200), NOW).forEach(sentBack::with);
        assertThatThrownBy(() -> RequestVerifier.verify(sentBack, false, known, NOW))
                .isInstanceOfSatisfying(
                        SignatureRefused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(SignatureFault.INVALID));

        TestMessage played = answer(200);
        convention
                .write("k1", "towns", NOW.toEpochMilli(), EXCHANGE, BODY, party.key()::sign)
                .forEach(played::with);
        refused(SignatureFault.INVALID, party, played, NOW);
    }

    @Test
    void theTextIsTheConventionsOwnAndThreeLines() throws Exception {
        AnswerHeaders.Party party = party(HeaderConvention.NATIONAL, SignatureAlgorithm.HMAC_SHA256);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        String text = "townsk1" + NOW.toEpochMilli() + "\n200\n" + ContentDigest.sm3(BODY) + "\n" + EXCHANGE;

        assertThat(signed(party).field("gjgxjhpt_sign"))
                .containsExactly(
                        Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void keysThatOnlyOneSideHasSignNoAnswersInAConvention() {
        SignatureKey pair =
                SignatureKey.publicKey(SignatureAlgorithm.SM2, Sm2.generate().publicKey());

        assertThatThrownBy(() -> new AnswerHeaders.Party(HeaderConvention.NATIONAL, "k1", "towns", pair))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDigestOfAStreamIsThatOfItsBytes() throws Exception {
        assertThat(ContentDigest.sm3(new ByteArrayInputStream(BODY))).isEqualTo(ContentDigest.sm3(BODY));
        assertThat(ContentDigest.sha256(new ByteArrayInputStream(BODY))).isEqualTo(ContentDigest.sha256(BODY));
    }

    @Test
    void theSecretForAnAnswerSpeaksAConventionWhereOneIsDemanded() {
        SignatureKey key = SignatureKey.secret(SignatureAlgorithm.HMAC_SM3, SECRET);
        Credentials known = Credentials.of(
                List.of(
                        new Credential(
                                "c1", "old", "a", "d", key, HeaderConvention.NATIONAL, NOW, NOW.plusSeconds(9), false),
                        new Credential(
                                "c2", "new", "a", "d", key, null, NOW.plusSeconds(1), NOW.plusSeconds(9), false)),
                Map.of(),
                Map.of());

        assertThat(known.secretOf("a", false, NOW.plusSeconds(2)))
                .extracting(Credential::keyId)
                .isEqualTo("new");
        assertThat(known.secretOf("a", true, NOW.plusSeconds(2)))
                .extracting(Credential::keyId)
                .isEqualTo("old");
        assertThat(known.secretOf("a", true, NOW.plusSeconds(9))).isNull();
    }
}
