package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.crypto.BodyKey;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.Sm4;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.masking.ConsumerKeyring.Encrypted;
import cn.laohekou.hub.security.masking.ConsumerKeyring.Use;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceKeyringTest {

    private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
    private static final byte[] PLACE = "household/name".getBytes(StandardCharsets.UTF_8);

    private final byte[] secret = Sm4.generate();
    private final BodyKey expired = new BodyKey("old", Sm4.generate(), NOW.minusSeconds(60), NOW);
    private final BodyKey valid = new BodyKey("k1", secret, NOW.minusSeconds(60), NOW.plusSeconds(60));

    private ServiceKeyring keyring(List<BodyKey> keys) {
        SoftwareKeyService service = new SoftwareKeyService(MasterKey.of(new byte[32]));
        ServiceKeyring keyring = new ServiceKeyring(
                service, system -> system.equals("grid") ? keys : List.of(), Clock.fixed(NOW, ZoneOffset.UTC));
        keyring.start(NOW);
        return keyring;
    }

    @Test
    void aFieldIsEncryptedWithTheSystemsKeyThatCountsNow() {
        Encrypted encrypted = keyring(List.of(expired, valid)).encrypt("grid", PLACE, new byte[] {1, 2, 3});

        assertThat(encrypted.key()).isEqualTo("k1");
        assertThat(Sm4.gcmDecrypt(secret, PLACE, Base64.getUrlDecoder().decode(encrypted.text())))
                .containsExactly(1, 2, 3);
    }

    @Test
    void aSystemWithoutAKeyThatCountsGetsNothing() {
        assertThatThrownBy(() -> keyring(List.of(expired)).encrypt("grid", PLACE, new byte[1]))
                .isInstanceOf(NoConsumerKey.class);
        assertThatThrownBy(() -> keyring(List.of(valid)).encrypt("other", PLACE, new byte[1]))
                .isInstanceOf(NoConsumerKey.class);
    }

    @Test
    void everyScopeVersionAndUseHasAKeyOfItsOwn() {
        ServiceKeyring keyring = keyring(List.of());
        byte[] one = keyring.mac(Use.PSEUDONYM, 1, "department/A", PLACE);

        assertThat(keyring.version(Use.PSEUDONYM)).isEqualTo(1);
        assertThat(keyring.mac(Use.PSEUDONYM, 1, "department/A", PLACE)).isEqualTo(one);
        assertThat(keyring.mac(Use.PSEUDONYM, 2, "department/A", PLACE)).isNotEqualTo(one);
        assertThat(keyring.mac(Use.PSEUDONYM, 1, "department/B", PLACE)).isNotEqualTo(one);
        assertThat(keyring.mac(Use.WATERMARK, 1, "department/A", PLACE)).isNotEqualTo(one);
    }
}
