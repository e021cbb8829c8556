package cn.laohekou.hub.security.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the examples of RFC 9421, appendix B. */
final class MessageSignatureTest {

    private static final String SHARED_SECRET =
            "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

    /** Appendix B.1.3, test-key-ecc-p256. */
    private static final String P256 = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf"
            + "w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==";

    @Test
    void signsTheExampleOfB25() {
        TestMessage message = TestMessage.request("POST", "/foo", "?param=Value&Pet=dog")
                .with("Date", "Tue, 20 Apr 2021 02:07:55 GMT")
                .with("Content-Type", "application/json");
        SignatureKey key = SignatureKey.secret(
                SignatureAlgorithm.HMAC_SHA256, Base64.getDecoder().decode(SHARED_SECRET));
        MessageSignature.Made made = MessageSignature.make(
                message,
                List.of("date", "@authority", "content-type"),
                new MessageSignature.Parameters("sig-b25", 1618884473L, null, "test-shared-secret", null),
                key::sign);

        assertThat(made.input())
                .isEqualTo("sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473"
                        + ";keyid=\"test-shared-secret\"");
        assertThat(made.signature()).isEqualTo("sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:");
    }

    @Test
    void verifiesTheExampleOfB24AndNoOther() throws SignatureRefused {
        SignatureKey key = SignatureKey.publicKey(
                SignatureAlgorithm.ECDSA_P256, Base64.getDecoder().decode(P256));
        TestMessage answer = TestMessage.answer(200)
                .with("Content-Type", "application/json")
                .with(
                        "Content-Digest",
                        "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:")
                .with("Content-Length", "23")
                .with(
                        "Signature-Input",
                        "sig-b24=(\"@status\" \"content-type\" \"content-digest\" \"content-length\")"
                                + ";created=1618884473;keyid=\"test-key-ecc-p256\"")
                .with(
                        "Signature",
                        "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:");
        MessageSignature signature = Objects.requireNonNull(MessageSignature.read(answer));

        assertThat(signature.keyId()).isEqualTo("test-key-ecc-p256");
        assertThat(key.verify(signature.base(), signature.signature())).isTrue();
        MessageSignature other = Objects.requireNonNull(MessageSignature.read(answer.set("Content-Length", "24")));
        assertThat(key.verify(other.base(), other.signature())).isFalse();
        ContentDigest.check(
                answer.field("content-digest").get(0), "{\"message\": \"good dog\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anUnsignedMessageHasNone() throws SignatureRefused {
        assertThat(MessageSignature.read(TestMessage.request("GET", "/", "?"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "s=",
                "s=()",
                "s=();keyid=\"k\"",
                "s=();created=1",
                "s=();created=1;keyid=k",
                "s=();created=1;keyid=\"k\";keyid=\"j\"",
                "s=();created=1;keyid=\"k\";other=1",
                "s=();created=-1;keyid=\"k\"",
                "s=(\"@method\";req);created=1;keyid=\"k\"",
                "s=(\"@method\" \"@method\");created=1;keyid=\"k\"",
                "s=(\"@status\");created=1;keyid=\"k\"",
                "s=(\"@unknown\");created=1;keyid=\"k\"",
                "s=(\"absent\");created=1;keyid=\"k\"",
                "s=(\"X-Upper\");created=1;keyid=\"k\"",
                "s=();created=1;keyid=\"k\\\"\"",
                "s=();created=1;keyid=\"k\", s=();created=1;keyid=\"k\"",
                "s=();created=1;keyid=\"k\", t=();created=1;keyid=\"k\"",
                "t=();created=1;keyid=\"k\""
            })
    void refusesWhatItDoesNotUnderstandInFull(String input) {
        TestMessage message = TestMessage.request("GET", "/", "?")
                .with("X-Upper", "x")
                .with("Signature-Input", input)
                .with("Signature", "s=:AAAA:");

        assertThatThrownBy(() -> MessageSignature.read(message))
                .isInstanceOfSatisfying(
                        SignatureRefused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(SignatureFault.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "s=AAAA", "s=:AA", "s=:!!!:", "s=:AAAA:, s=:AAAA:", "s=:AAAA:, t=:AAAA:"})
    void refusesABrokenSignatureField(String value) {
        TestMessage message = TestMessage.request("GET", "/", "?")
                .with("Signature-Input", "s=();created=1;keyid=\"k\"")
                .with("Signature", value);

        assertThatThrownBy(() -> MessageSignature.read(message)).isInstanceOf(SignatureRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha-256",
                "md5=:AAAA:",
                "sha-256=AAAA",
                "sha-256=:AAAA:",
                "sm3=:AAAA:",
                "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:, sm3=:AAAA:",
                "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:, sha-256=:AAAA:"
            })
    void aDigestThatDoesNotFitIsRefused(String value) {
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ContentDigest.check(value, hello)).isInstanceOf(SignatureRefused.class);
    }

    @Test
    void everyKnownDigestIsHeldAgainstTheBody() throws SignatureRefused {
        byte[] body = "老河口".getBytes(StandardCharsets.UTF_8);

        ContentDigest.check(ContentDigest.sha256(body), body);
        ContentDigest.check(ContentDigest.sm3(body), body);
        ContentDigest.check(ContentDigest.sm3(body) + ", " + ContentDigest.sha256(body) + ", new=:AA==:", body);
    }
}
