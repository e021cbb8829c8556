package cn.laohekou.hub.security.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub signs, digests and encrypts, OpenSSL verifies and opens; and the other way round. */
final class OpenSslTest {

    private static final byte[] MESSAGE = utf8("老河口市 data released 2026\n");
    private static final String KEY = "0123456789abcdeffedcba9876543210";

    @TempDir
    private Path folder;

    private OpenSsl openssl;

    @BeforeEach
    void start() {
        openssl = new OpenSsl(folder);
        openssl.write("m", MESSAGE);
    }

    @Test
    void openSslVerifiesOurSm2SignatureAndRefusesItForAnotherMessage() {
        Sm2.Pair pair = Sm2.generate();
        openssl.write("pub.der", pair.publicKey());
        openssl.write("s.sig", Sm2.sign(pair.privateKey(), Sm2.DEFAULT_ID, MESSAGE));

        assertThat(verify("m", Sm2.DEFAULT_ID)).isZero();
        openssl.write("other", utf8("another message"));
        assertThat(verify("other", Sm2.DEFAULT_ID)).isNotZero();
        assertThat(verify("m", "8765432187654321")).isNotZero();
    }

    @Test
    void openSslVerifiesWhatTheKeyServiceSigned() {
        KeyService keys = new SoftwareKeyService(MasterKey.of(new byte[32]));
        keys.ensure("evidence-root", KeyKind.SM2, java.time.Instant.EPOCH);
        Signed signed = keys.sign("evidence-root", MESSAGE);
        openssl.write("pub.der", keys.publicKey(signed.key()));
        openssl.write("s.sig", signed.signature());

        assertThat(verify("m", Sm2.DEFAULT_ID)).isZero();
    }

    @Test
    void weVerifyOpenSslsSm2SignatureAndRefuseItForAnotherMessageOrIdentity() {
        opensslKey();
        openssl.run(
                "pkeyutl",
                "-sign",
                "-rawin",
                "-digest",
                "sm3",
                "-inkey",
                "k.pem",
                "-in",
                "m",
                "-out",
                "s.sig",
                "-pkeyopt",
                "distid:" + Sm2.DEFAULT_ID);
        byte[] publicKey = openssl.read("pub.der");
        byte[] signature = openssl.read("s.sig");

        assertThat(Sm2.verify(publicKey, Sm2.DEFAULT_ID, MESSAGE, signature)).isTrue();
        assertThat(Sm2.verify(publicKey, Sm2.DEFAULT_ID, utf8("another"), signature))
                .isFalse();
        assertThat(Sm2.verify(publicKey, "8765432187654321", MESSAGE, signature))
                .isFalse();
        signature[signature.length - 1] ^= 1;
        assertThat(Sm2.verify(publicKey, Sm2.DEFAULT_ID, MESSAGE, signature)).isFalse();
    }

    @Test
    void anOpenSslPrivateKeySignsHere() {
        opensslKey();
        openssl.run("pkcs8", "-topk8", "-nocrypt", "-in", "k.pem", "-outform", "DER", "-out", "k.der");
        openssl.write("s.sig", Sm2.sign(openssl.read("k.der"), Sm2.DEFAULT_ID, MESSAGE));

        assertThat(verify("m", Sm2.DEFAULT_ID)).isZero();
    }

    @Test
    void sm2CiphertextsOpenOnTheOtherSide() {
        Sm2.Pair pair = Sm2.generate();
        openssl.write("k.der", pair.privateKey());
        openssl.write("c", Sm2.encrypt(pair.publicKey(), MESSAGE));
        openssl.run("pkeyutl", "-decrypt", "-keyform", "DER", "-inkey", "k.der", "-in", "c", "-out", "p");
        assertThat(openssl.read("p")).isEqualTo(MESSAGE);

        openssl.write("pub.der", pair.publicKey());
        openssl.run("pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", "pub.der", "-in", "m", "-out", "c2");
        byte[] encrypted = openssl.read("c2");
        assertThat(Sm2.decrypt(pair.privateKey(), encrypted)).isEqualTo(MESSAGE);

        encrypted[encrypted.length - 1] ^= 1;
        assertThatThrownBy(() -> Sm2.decrypt(pair.privateKey(), encrypted)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> Sm2.decrypt(Sm2.generate().privateKey(), openssl.read("c2")))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void sm3AndItsKeyedFormAgree() {
        openssl.run("dgst", "-sm3", "-r", "m");
        assertThat(openssl.said()).startsWith(HexFormat.of().formatHex(Sm3.hash(MESSAGE)));

        openssl.run("dgst", "-sm3", "-hmac", "shared secret", "-r", "m");
        assertThat(openssl.said()).startsWith(HexFormat.of().formatHex(HmacSm3.of(utf8("shared secret"), MESSAGE)));
    }

    @Test
    void sm4CbcAgreesBothWays() {
        byte[] key = HexFormat.of().parseHex(KEY);
        byte[] ours = Sm4.cbcEncrypt(key, MESSAGE);
        String iv = HexFormat.of().formatHex(ours, 0, 16);
        openssl.write("c", java.util.Arrays.copyOfRange(ours, 16, ours.length));
        openssl.run("enc", "-d", "-sm4-cbc", "-K", KEY, "-iv", iv, "-in", "c", "-out", "p");
        assertThat(openssl.read("p")).isEqualTo(MESSAGE);

        openssl.run("enc", "-sm4-cbc", "-K", KEY, "-iv", iv, "-in", "m", "-out", "c2");
        byte[] theirs = java.util.Arrays.copyOf(ours, 16 + openssl.read("c2").length);
        System.arraycopy(openssl.read("c2"), 0, theirs, 16, theirs.length - 16);
        assertThat(Sm4.cbcDecrypt(key, theirs)).isEqualTo(MESSAGE);
    }

    private void opensslKey() {
        openssl.run("genpkey", "-algorithm", "SM2", "-out", "k.pem");
        openssl.run("pkey", "-in", "k.pem", "-pubout", "-outform", "DER", "-out", "pub.der");
    }

    private int verify(String message, String id) {
        return openssl.tryRun(
                "pkeyutl",
                "-verify",
                "-rawin",
                "-digest",
                "sm3",
                "-pubin",
                "-keyform",
                "DER",
                "-inkey",
                "pub.der",
                "-in",
                message,
                "-sigfile",
                "s.sig",
                "-pkeyopt",
                "distid:" + id);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
