package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.crypto.Sm3;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EvidenceKeysTest {

    private final EvidenceKeys keys = Samples.KEYS;

    @Test
    void aCommitmentIsSm3OverSaltAndBytesAndIsProvedByDisclosingTheSalt() {
        UUID exchange = new UUID(7, 1);
        byte[] body = Samples.utf8("{\"name\":\"孟楼镇\"}");
        Commitment commitment = keys.commit(exchange, EvidenceKeys.ANSWER, body);
        byte[] salt = keys.salt(exchange, EvidenceKeys.ANSWER);

        assertThat(salt).hasSize(16);
        assertThat(commitment.hex()).isEqualTo(HexFormat.of().formatHex(Sm3.hash(salt, body)));
        assertThat(commitment.matches(salt, body)).isTrue();
        assertThat(commitment.matches(salt, Samples.utf8("{}"))).isFalse();
    }

    @Test
    void saltsDifferByExchangeAndByLabel() {
        byte[] salt = keys.salt(new UUID(7, 1), EvidenceKeys.ANSWER);

        assertThat(keys.salt(new UUID(7, 1), EvidenceKeys.REQUEST)).isNotEqualTo(salt);
        assertThat(keys.salt(new UUID(7, 2), EvidenceKeys.ANSWER)).isNotEqualTo(salt);
        assertThat(keys.salt(new UUID(7, 1), EvidenceKeys.ANSWER)).isEqualTo(salt);
    }

    @Test
    void oneSubjectHasOneDigestHoweverItIsSpelt() {
        byte[] digest = keys.subject("42068219990230101X");

        assertThat(keys.subject("42068219990230101x")).isEqualTo(digest);
        assertThat(keys.subject(" 420682 19990230 101X ")).isEqualTo(digest);
        assertThat(keys.subject("４２０６８２１９９９０２３０１０１Ｘ")).isEqualTo(digest);
        assertThat(keys.subject("420682-19990230-101X")).isEqualTo(digest);
        assertThat(keys.subject("420682199902301011")).isNotEqualTo(digest);
    }

    @Test
    void theActingPersonAndADataSubjectCannotBeMatched() {
        assertThat(keys.person("42068219990230101X"))
                .isNotEqualTo(HexFormat.of().formatHex(keys.subject("42068219990230101X")))
                .hasSize(64);
    }
}
