package cn.laohekou.hub.security.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BodyEnvelopeTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final byte[] BODY = "{\"name\":\"老河口\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CALL = "POST /exchange/persons/query".getBytes(StandardCharsets.UTF_8);
    private static final BodyKey KEY = new BodyKey("k1", Sm4.generate(), NOW, NOW.plusSeconds(60));

    @ParameterizedTest
    @EnumSource(BodyEnvelope.Mode.class)
    void opensWithTheKeyItNamesAndNoOther(BodyEnvelope.Mode mode) {
        byte[] envelope = BodyEnvelope.close(KEY, mode, CALL, BODY);

        assertThat(new String(envelope, StandardCharsets.UTF_8))
                .doesNotContain("老河口")
                .contains("\"kid\":\"k1\"");
        BodyKey other = new BodyKey("k2", Sm4.generate(), NOW, NOW.plusSeconds(60));
        assertThat(BodyEnvelope.open(List.of(other, KEY), mode, CALL, envelope, NOW))
                .isEqualTo(BODY);
        refused(List.of(other), mode, CALL, envelope, NOW);
        refused(List.of(KEY), mode, CALL, envelope, NOW.plusSeconds(60));
        refused(List.of(), mode, CALL, envelope, NOW);
    }

    @ParameterizedTest
    @EnumSource(BodyEnvelope.Mode.class)
    void refusesAnotherModeThanAgreedAndWhatIsNoEnvelope(BodyEnvelope.Mode mode) {
        BodyEnvelope.Mode agreed =
                mode == BodyEnvelope.Mode.SM4_GCM ? BodyEnvelope.Mode.SM4_CBC : BodyEnvelope.Mode.SM4_GCM;
        refused(List.of(KEY), agreed, CALL, BodyEnvelope.close(KEY, mode, CALL, BODY), NOW);
        for (String text : List.of(
                "",
                "{}",
                "[]",
                "x",
                "{\"alg\":\"" + mode.label() + "\",\"kid\":\"k1\",\"data\":\"!\"}",
                "{\"alg\":\"" + mode.label() + "\",\"kid\":\"k1\",\"kid\":\"k1\",\"data\":\"\"}")) {
            refused(List.of(KEY), mode, CALL, text.getBytes(StandardCharsets.UTF_8), NOW);
        }
    }

    @org.junit.jupiter.api.Test
    void underGcmABodyDoesNotServeAnotherCall() {
        byte[] envelope = BodyEnvelope.close(KEY, BodyEnvelope.Mode.SM4_GCM, CALL, BODY);

        refused(List.of(KEY), BodyEnvelope.Mode.SM4_GCM, "POST /other".getBytes(StandardCharsets.UTF_8), envelope, NOW);
    }

    private static void refused(List<BodyKey> keys, BodyEnvelope.Mode mode, byte[] call, byte[] envelope, Instant now) {
        assertThatThrownBy(() -> BodyEnvelope.open(keys, mode, call, envelope, now))
                .isInstanceOf(SealBroken.class);
    }
}
