package cn.laohekou.hub.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final Backoff backoff = new Backoff(1_000, 60_000, 20, 5);
    private final Random random = new Random(1);

    @Test
    void waitsDoubleWithinAQuarterUpToTheLongest() {
        for (int attempt = 1; attempt <= 64; attempt++) {
            long middle = Math.min(60_000, 1_000L << Math.min(30, attempt - 1));
            assertThat(backoff.delay(attempt, NEVER, random)).isBetween(middle * 3 / 4, middle * 5 / 4);
        }
    }

    @Test
    void whatHasLittleTimeLeftIsTriedMoreOften() {
        assertThat(backoff.delay(10, 8_000, random)).isEqualTo(2_000);
        assertThat(backoff.delay(10, 0, random)).as("and never hammers").isEqualTo(100);
    }

    @Test
    void twoThatFailedTogetherDoNotComeBackTogether() {
        assertThat(backoff.delay(5, NEVER, random)).isNotEqualTo(backoff.delay(5, NEVER, random));
    }

    @Test
    void attemptsAreBoundedAndFewerWhenTheMessageItselfIsAtFault() {
        assertThat(backoff.spent(4, true)).isFalse();
        assertThat(backoff.spent(5, true)).isTrue();
        assertThat(backoff.spent(19, false)).isFalse();
        assertThat(backoff.spent(20, false)).isTrue();
    }
}
