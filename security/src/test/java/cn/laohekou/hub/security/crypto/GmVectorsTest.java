package cn.laohekou.hub.security.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** The published vectors of the commercial algorithms. */
final class GmVectorsTest {

    private static final JsonNode VECTORS = read();

    @Test
    void sm3() {
        assertThat(VECTORS.path("sm3")).hasSizeGreaterThanOrEqualTo(2);
        for (JsonNode vector : VECTORS.path("sm3")) {
            assertThat(Sm3.hash(input(vector))).isEqualTo(hex(vector, "hex"));
        }
    }

    @Test
    void hmacSm3() {
        assertThat(VECTORS.path("hmac_sm3")).isNotEmpty();
        for (JsonNode vector : VECTORS.path("hmac_sm3")) {
            byte[] key = vector.path("key_ascii").asText().getBytes(StandardCharsets.US_ASCII);
            assertThat(HmacSm3.of(key, input(vector))).isEqualTo(hex(vector, "hex"));
        }
    }

    @Test
    void sm4BlockCipher() {
        assertThat(VECTORS.path("sm4_ecb")).isNotEmpty();
        for (JsonNode vector : VECTORS.path("sm4_ecb")) {
            SM4Engine engine = new SM4Engine();
            engine.init(true, new KeyParameter(hex(vector, "key")));
            byte[] out = new byte[16];
            engine.processBlock(hex(vector, "in"), 0, out, 0);
            assertThat(out).isEqualTo(hex(vector, "out"));
        }
    }

    @Test
    void sm4GcmOfRfc8998AppendixA1() {
        HexFormat hex = HexFormat.of();
        byte[] key = hex.parseHex("0123456789abcdeffedcba9876543210");
        byte[] nonce = hex.parseHex("00001234567800000000abcd");
        byte[] associated = hex.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plain = hex.parseHex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
        byte[] out = new byte[plain.length + Sm4.TAG_BYTES];
        Sm4.gcm(true, key, nonce, associated, plain, 0, plain.length, out, 0);

        assertThat(hex.formatHex(out))
                .isEqualTo("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                        + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                        + "83de3541e4c2b58177e065a9bf7b62ec");
    }

    @Test
    void sm2KnowsTheDefaultIdentity() {
        assertThat(Sm2.DEFAULT_ID)
                .isEqualTo(VECTORS.path("sm2").path("default_id").asText());
    }

    @Test
    void keysOfOtherCurvesAreNotSm2() throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("EC");
        generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();

        assertThatThrownBy(() -> Sm2.check(pair.getPublic().getEncoded())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sm2.sign(pair.getPrivate().getEncoded(), Sm2.DEFAULT_ID, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sm2.check(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] input(JsonNode vector) {
        String text = vector.path("in_ascii").asText();
        // One input is described instead of spelled out.
        String spelled = text.equals("abcd repeated 16 times") ? "abcd".repeat(16) : text;
        return spelled.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(JsonNode vector, String name) {
        return HexFormat.of().parseHex(vector.path(name).asText());
    }

    private static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(GmVectorsTest.class.getResourceAsStream("/vectors/gm-crypto.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
