package cn.laohekou.hub.runtime.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EpochLeaseTest {

    private static final long LENGTH = EpochLease.LENGTH.toNanos();

    private long now = 1_000;
    private final EpochLease lease = new EpochLease(() -> now);

    @Test
    void allowsNothingBeforeTheFirstRead() {
        assertThat(lease.allows(0)).isFalse();
        assertThat(lease.allows(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void allowsWhatWasDecidedUnderTheEpochReadOrALaterOne() {
        lease.read(7, now);

        assertThat(lease.allows(7)).isTrue();
        assertThat(lease.allows(8)).isTrue();
        assertThat(lease.allows(6)).isFalse();
    }

    @Test
    void endsALengthAfterTheReadWasAskedForHoweverLongItTook() {
        long asked = now;
        now += LENGTH - 1;
        lease.read(7, asked);
        assertThat(lease.allows(7)).isTrue();

        now++;
        assertThat(lease.allows(7)).isFalse();
    }

    @Test
    void aRaisedEpochCountsAtOnceAndBuysNoTime() {
        lease.read(7, now);
        lease.raised(8);
        assertThat(lease.allows(7)).isFalse();
        assertThat(lease.allows(8)).isTrue();

        now += LENGTH;
        lease.raised(9);
        assertThat(lease.allows(9)).isFalse();
    }

    @Test
    void anOlderReadThatArrivesLateChangesNothing() {
        lease.read(8, now);
        now += LENGTH;
        lease.read(7, now);

        assertThat(lease.epoch()).isEqualTo(8);
        assertThat(lease.allows(8)).isFalse();
    }

    @Test
    void whoeverAsksIsToldAfterTheNextReadAlsoWhenItFails() {
        AtomicInteger woken = new AtomicInteger();
        lease.onAsked(woken::incrementAndGet);
        CompletableFuture<Void> first = lease.renew().toCompletableFuture();
        assertThat(woken).hasValue(1);
        assertThat(first).isNotDone();
        lease.read(7, now);
        assertThat(first).isDone();

        CompletableFuture<Void> second = lease.renew().toCompletableFuture();
        lease.unreadable();
        assertThat(second).isCompleted();
    }
}
