package cn.laohekou.hub.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.RequestSigning;
import cn.laohekou.hub.security.crypto.Sm2;
import cn.laohekou.hub.security.signature.AnswerHeaders;
import cn.laohekou.hub.security.signature.ContentDigest;
import cn.laohekou.hub.security.signature.Credential;
import cn.laohekou.hub.security.signature.Credentials;
import cn.laohekou.hub.security.signature.HeaderConvention;
import cn.laohekou.hub.security.signature.HttpMessage;
import cn.laohekou.hub.security.signature.Proof;
import cn.laohekou.hub.security.signature.RequestVerifier;
import cn.laohekou.hub.security.signature.SignatureAlgorithm;
import cn.laohekou.hub.security.signature.SignatureKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the hub signs towards a counterpart, the counterpart verifies by the same rules. */
class OutgoingSigningTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private final RequestSigning signing = new OutgoingSigning(Clock.fixed(NOW, ZoneOffset.UTC));

    private static RequestSigning.Settings settings(
            String mechanism, String algorithm, String service, String key, Map<String, String> convention) {
        return settings(mechanism, algorithm, service, key, convention, false);
    }

    private static RequestSigning.Settings settings(
            String mechanism,
            String algorithm,
            String service,
            String key,
            Map<String, String> convention,
            boolean signedAnswers) {
        return new RequestSigning.Settings(
                mechanism,
                algorithm,
                "hub-1",
                service,
                key,
                convention,
                "{rid}{sid}{rtime}{nonce}{digest}",
                "hex",
                signedAnswers);
    }

    private Proof received(
            RequestSigning.Settings settings, SignatureKey verifies, @Nullable HeaderConvention convention)
            throws Exception {
        RequestSigning.Request request =
                new RequestSigning.Request("POST", "counterpart.test:8443", "/v1/persons?page=2", BODY);
        Map<String, String> headers = signing.prepare(settings).sign(request);
        Credential credential = new Credential(
                "c", "hub-1", "hub", "11420682000000000N", verifies, convention, NOW, NOW.plusSeconds(60), false);
        return Objects.requireNonNull(RequestVerifier.verify(
                new Received(request, headers), true, Credentials.of(List.of(credential), Map.of(), Map.of()), NOW));
    }

    private record Received(RequestSigning.Request request, Map<String, String> headers) implements HttpMessage {

        @Override
        public String method() {
            return request.method();
        }

        @Override
        public String authority() {
            return request.authority();
        }

        @Override
        public String path() {
            return "/v1/persons";
        }

        @Override
        public String query() {
            return "?page=2";
        }

        @Override
        public int status() {
            return 0;
        }

        @Override
        public List<String> field(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    @Test
    void messageSignaturesWithASharedSecretAndWithSm2() throws Exception {
        SignatureKey shared =
                SignatureKey.secret(SignatureAlgorithm.HMAC_SHA256, SECRET.getBytes(StandardCharsets.UTF_8));
        Proof proof = received(settings("message-signature", "hmac-sha256", "", SECRET, Map.of()), shared, null);
        ContentDigest.check(Objects.requireNonNull(proof.digest()), BODY);

        Sm2.Pair pair = Sm2.generate();
        String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(pair.privateKey())
                + "\n-----END PRIVATE KEY-----\n";
        SignatureKey half = SignatureKey.publicKey(SignatureAlgorithm.SM2, pair.publicKey());
        received(settings("message-signature", "sm2-sm3", "", pem, Map.of()), half, null);
    }

    @Test
    void theNationalConventionAndOneOfTheCounterpartsOwn() throws Exception {
        SignatureKey shared =
                SignatureKey.secret(SignatureAlgorithm.HMAC_SHA256, SECRET.getBytes(StandardCharsets.UTF_8));
        Proof national = received(
                settings("header-convention", "hmac-sha256", "s_1_2", SECRET, Map.of()),
                shared,
                HeaderConvention.NATIONAL);
        assertThat(national.service()).isEqualTo("s_1_2");

        Map<String, String> names =
                Map.of("rid", "X-A", "sid", "X-S", "rtime", "X-T", "sign", "X-G", "nonce", "X-N", "digest", "X-D");
        HeaderConvention own = new HeaderConvention(
                "X-A",
                "X-S",
                "X-T",
                "X-G",
                "X-N",
                "X-D",
                "{rid}{sid}{rtime}{nonce}{digest}",
                HeaderConvention.Encoding.HEX,
                HeaderConvention.TEN_MINUTES);
        Proof proof = received(settings("header-convention", "hmac-sha256", "s", SECRET, names), shared, own);
        ContentDigest.check(Objects.requireNonNull(proof.digest()), BODY);
    }

    private static String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(Sm2.generate().privateKey()) + "\n-----END PRIVATE KEY-----\n";
    }

    /** A counterpart's answer to the hub, with a body of its own. */
    private static Map<String, String> answer(String secret, String service) {
        Map<String, String> fields = new HashMap<>();
        fields.put("content-digest", ContentDigest.sha256(BODY));
        fields.put("hub-exchange-id", "exchange-1");
        SignatureKey key = SignatureKey.secret(SignatureAlgorithm.HMAC_SHA256, secret.getBytes(StandardCharsets.UTF_8));
        AnswerHeaders.sign(
                        new AnswerHeaders.Party(HeaderConvention.NATIONAL, "hub-1", service, key),
                        new Answered(fields),
                        NOW)
                .forEach((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
        return fields;
    }

    private record Answered(Map<String, String> fields) implements HttpMessage {

        @Override
        public String method() {
            return "";
        }

        @Override
        public String authority() {
            return "";
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public List<String> field(String name) {
            return fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
        }
    }

    private void receive(Map<String, String> fields, byte[] body) throws ConnectorFault {
        RequestSigning.AnswerCheck answers = Objects.requireNonNull(
                signing.prepare(settings("header-convention", "hmac-sha256", "s", SECRET, Map.of(), true))
                        .answers());
        RequestSigning.BodyCheck check = answers.begin(new RequestSigning.Answer(
                200, name -> fields.containsKey(name) ? List.of(fields.get(name)) : List.of()));
        check.take(Arrays.copyOf(body, 3));
        check.take(Arrays.copyOfRange(body, 3, body.length));
        check.end();
    }

    private void unusable(Map<String, String> fields, byte[] body) {
        assertThatThrownBy(() -> receive(fields, body))
                .isInstanceOfSatisfying(
                        ConnectorFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.COUNTERPART_BAD_ANSWER));
    }

    @Test
    void answersInTheConventionAreUsedOnlyWhenTheSignatureAndTheBodyFit() throws Exception {
        receive(answer(SECRET, "s"), BODY);

        unusable(answer(SECRET, "s"), "{\"a\":2}".getBytes(StandardCharsets.UTF_8));
        unusable(answer("another-secret-of-enough-bytes", "s"), BODY);
        unusable(answer(SECRET, "other-service"), BODY);
        unusable(Map.of(), BODY);
        Map<String, String> unsigned = answer(SECRET, "s");
        unsigned.remove("gjgxjhpt_sign");
        unusable(unsigned, BODY);
        Map<String, String> weaker = answer(SECRET, "s");
        weaker.put("content-digest", ContentDigest.sha256("{\"a\":2}".getBytes(StandardCharsets.UTF_8)));
        unusable(weaker, "{\"a\":2}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answersNeedNoSignatureUnlessTheSettingSaysSo() throws Exception {
        assertThat(signing.prepare(settings("header-convention", "hmac-sha256", "s", SECRET, Map.of()))
                        .answers())
                .isNull();
        assertThat(signing.prepare(settings("message-signature", "hmac-sha256", "", SECRET, Map.of()))
                        .answers())
                .isNull();
    }

    @Test
    void settingsThatCannotSignAreRefusedWithoutNamingTheKey() {
        for (RequestSigning.Settings bad : List.of(
                settings("other", "hmac-sha256", "s", SECRET, Map.of()),
                settings("message-signature", "md5", "", SECRET, Map.of()),
                settings("message-signature", "hmac-sha256", "", "short", Map.of()),
                settings("message-signature", "sm2-sm3", "", SECRET, Map.of()),
                settings("header-convention", "hmac-sha256", "", SECRET, Map.of()),
                settings("header-convention", "hmac-sha256", "s", SECRET, Map.of("rid", "X-A")),
                settings("header-convention", "hmac-sha256", "s", SECRET, Map.of("colour", "X-A")),
                settings("message-signature", "hmac-sha256", "s", SECRET, Map.of(), true),
                settings("header-convention", "sm2-sm3", "s", pem(), Map.of(), true))) {
            assertThatThrownBy(() -> signing.prepare(bad))
                    .isInstanceOf(ConnectorFault.class)
                    .hasMessageNotContaining(SECRET);
        }
    }
}
