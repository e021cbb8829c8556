package cn.laohekou.hub.security.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

final class SoftwareKeyServiceTest {

    private final KeyService keys = new SoftwareKeyService(MasterKey.of(filled(1)));

    @Test
    void whatWasSealedOpensAgain() {
        byte[] sealed = keys.seal("connector-secret", utf8("row 7"), utf8("钥匙"));

        assertThat(keys.open("connector-secret", utf8("row 7"), sealed)).isEqualTo(utf8("钥匙"));
        assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("钥匙");
    }

    @Test
    void theSameSecretIsSealedDifferentlyEachTime() {
        assertThat(keys.seal("p", utf8("a"), utf8("x"))).isNotEqualTo(keys.seal("p", utf8("a"), utf8("x")));
    }

    @Test
    void aSealedValueMovedElsewhereDoesNotOpen() {
        byte[] sealed = keys.seal("connector-secret", utf8("row 7"), utf8("secret"));

        assertThatThrownBy(() -> keys.open("connector-secret", utf8("row 8"), sealed))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> keys.open("client-secret", utf8("row 7"), sealed))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void anyChangedByteKeepsItShut() {
        byte[] sealed = keys.seal("p", utf8("a"), utf8("secret"));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> keys.open("p", utf8("a"), changed)).isInstanceOf(SealBroken.class);
        }
        assertThatThrownBy(() -> keys.open("p", utf8("a"), Arrays.copyOf(sealed, 10)))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void anotherMasterKeyDoesNotOpenIt() {
        byte[] sealed = keys.seal("p", utf8("a"), utf8("secret"));
        KeyService other = new SoftwareKeyService(MasterKey.of(filled(2)));

        assertThatThrownBy(() -> other.open("p", utf8("a"), sealed))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("HUB_KEY_FILE");
    }

    @Test
    void theMacIsHmacSm3OverFramedPartsUnderADerivedKey() {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SM3Digest());
        hkdf.init(new HKDFParameters(filled(1), null, utf8("laohekou-hub/1/mac/lineage")));
        byte[] key = new byte[32];
        hkdf.generateBytes(key, 0, 32);

        assertThat(keys.mac("lineage", utf8("ab"), utf8("c")))
                .isEqualTo(hmac(key, new byte[] {0, 0, 0, 2, 'a', 'b', 0, 0, 0, 1, 'c'}));
    }

    @Test
    void theHmacUnderneathAgreesWithThePublishedExample() {
        byte[] expected = HexFormat.of().parseHex("3a1377ea0365e5be2ec4b9be8d2f157e134f82fa008324ed206f69f0285949ca");

        assertThat(hmac(utf8("key"), utf8("message digest"))).isEqualTo(expected);
    }

    @Test
    void macsDifferByKeyNameAndByWhereOnePartEnds() {
        assertThat(keys.mac("a", utf8("xy"))).isNotEqualTo(keys.mac("b", utf8("xy")));
        assertThat(keys.mac("a", utf8("x"), utf8("y"))).isNotEqualTo(keys.mac("a", utf8("xy"), utf8("")));
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] out = new byte[32];
        mac.doFinal(out, 0);
        return out;
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
