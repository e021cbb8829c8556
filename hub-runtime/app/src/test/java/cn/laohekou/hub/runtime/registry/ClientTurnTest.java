package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClientTurnTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void theFirstSecretHasNoFormerOneWhateverOverlapIsAskedFor() {
        assertThat(ClientTurn.next(1, null, false, false, WEEK, NOW)).isEqualTo(new ClientTurn(1, null, false, false));
        assertThat(ClientTurn.next(1, null, false, false, Duration.ZERO, NOW))
                .isEqualTo(new ClientTurn(1, null, false, false));
    }

    @Test
    void clientsTakeTurns() {
        assertThat(ClientTurn.next(1, null, true, true, WEEK, NOW))
                .isEqualTo(new ClientTurn(2, NOW.plus(WEEK), true, false));
        assertThat(ClientTurn.next(2, NOW, true, true, WEEK, NOW))
                .as("an end that is reached")
                .isEqualTo(new ClientTurn(1, NOW.plus(WEEK), true, false));
    }

    @Test
    void anOverlapThatRunsIsNeitherExtendedNorCutByAnother() {
        Instant end = NOW.plusSeconds(1);
        assertThat(ClientTurn.next(2, end, true, false, WEEK, NOW)).isEqualTo(new ClientTurn(2, end, false, false));
        refused(() -> ClientTurn.next(2, end, true, true, WEEK, NOW), ErrorCode.STATE_CONFLICT);
    }

    @Test
    void withoutOverlapTheFormerOneEndsNowIfItStillCounts() {
        assertThat(ClientTurn.next(2, NOW.plusSeconds(1), true, true, Duration.ZERO, NOW))
                .isEqualTo(new ClientTurn(2, NOW, false, true));
        assertThat(ClientTurn.next(2, NOW.minusSeconds(1), true, true, Duration.ZERO, NOW))
                .isEqualTo(new ClientTurn(2, NOW.minusSeconds(1), false, false));
        assertThat(ClientTurn.next(1, null, true, true, Duration.ZERO, NOW))
                .isEqualTo(new ClientTurn(1, null, false, false));
    }
}
