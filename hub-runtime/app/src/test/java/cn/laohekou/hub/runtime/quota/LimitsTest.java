package cn.laohekou.hub.runtime.quota;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.policy.Grant;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant NOON = Instant.parse("2026-03-15T04:00:00Z");

    private static HazelcastInstance hazelcast;

    @BeforeAll
    static void startMember() {
        Config config = new Config("limits-test");
        config.setProperty("hazelcast.logging.type", "jdk");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().setPortAutoIncrement(true).setPortCount(1000);
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        hazelcast = Hazelcast.newHazelcastInstance(config);
    }

    @AfterAll
    static void stopMember() {
        hazelcast.shutdown();
    }

    @Test
    void twoNodesTogetherAdmitTheRateAndAtMostOneSliceEachMore() {
        AtomicLong stoppedClock = new AtomicLong();
        int perSecond = 100;
        long admitted = 0;
        long started = System.nanoTime();
        for (int node = 0; node < 2; node++) {
            RateLimiter limiter = new RateLimiter(new HazelcastTokenSource(hazelcast), stoppedClock::get);
            for (int call = 0; call < 10 * perSecond; call++) {
                if (limiter.trySpend("grant-rate", perSecond)
                        .toCompletableFuture()
                        .join()) {
                    admitted++;
                }
            }
        }
        // The cluster's bucket refills by real time while the calls run; what it refilled may be admitted too.
        long refilled = (System.nanoTime() - started) * perSecond / 1_000_000_000L + 1;
        assertThat(admitted).isBetween((long) perSecond, perSecond + refilled + 2 * RateLimiter.sliceSize(perSecond));
    }

    @Test
    void anUnspentSliceDiesAfterASecond() {
        AtomicLong clock = new AtomicLong();
        AtomicLong leases = new AtomicLong();
        RateLimiter limiter = new RateLimiter(counting(leases), clock::get);
        limiter.trySpend("grant", 100);
        limiter.trySpend("grant", 100);
        assertThat(leases).as("the second call spends the slice").hasValue(1);

        clock.addAndGet(1_000_000_000L);
        limiter.trySpend("grant", 100);
        assertThat(leases).hasValue(2);
    }

    @Test
    void aQuotaAdmitsExactlyItsCountAndTellsWhenToComeBack() {
        Quotas quotas = new Quotas(new HazelcastTokenSource(hazelcast), (grant, from) -> used(0), ZONE);
        Grant grant = grant("grant-exact", 250, 0);

        assertThat(admitted(quotas, grant, 300)).isEqualTo(250);
        assertThat(quotas.tryTake(grant, NOON).toCompletableFuture().join())
                .isEqualTo(new Admission.Exceeded(Admission.Limit.PER_DAY, 12 * 3600 + 1));
    }

    @Test
    void aRestartedHubStartsFromWhatTheLedgerShows() {
        Quotas afterRestart = new Quotas(new HazelcastTokenSource(hazelcast), (grant, from) -> used(245), ZONE);

        assertThat(admitted(afterRestart, grant("grant-restart", 250, 0), 300)).isEqualTo(5);
    }

    @Test
    void aNewDayIsANewQuotaAndTheMonthStillCounts() {
        Quotas quotas = new Quotas(new HazelcastTokenSource(hazelcast), (grant, from) -> used(0), ZONE);
        Grant grant = grant("grant-month", 10, 15);
        assertThat(admitted(quotas, grant, 20)).isEqualTo(10);

        Instant tomorrow = NOON.plusSeconds(24 * 3600);
        int second = 0;
        for (int i = 0; i < 20; i++) {
            if (quotas.tryTake(grant, tomorrow).toCompletableFuture().join() instanceof Admission.Admitted) {
                second++;
            }
        }
        assertThat(second).isEqualTo(5);
    }

    @Test
    void aCountWhoseCallReleasedNothingIsGivenBack() {
        Quotas quotas = new Quotas(new HazelcastTokenSource(hazelcast), (grant, from) -> used(0), ZONE);
        Grant grant = grant("grant-back", 1, 0);
        Admission first = quotas.tryTake(grant, NOON).toCompletableFuture().join();
        assertThat(first).isInstanceOf(Admission.Admitted.class);
        assertThat(admitted(quotas, grant, 1)).isZero();

        quotas.giveBack(grant, (Admission.Admitted) first, NOON);
        assertThat(admitted(quotas, grant, 2)).isEqualTo(1);
    }

    private static int admitted(Quotas quotas, Grant grant, int calls) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            if (quotas.tryTake(grant, NOON).toCompletableFuture().join() instanceof Admission.Admitted) {
                admitted++;
            }
        }
        return admitted;
    }

    private static CompletableFuture<Long> used(long count) {
        return CompletableFuture.completedFuture(count);
    }

    private static TokenSource counting(AtomicLong leases) {
        return new TokenSource() {
            @Override
            public CompletableFuture<Long> lease(String key, int perSecond, long wanted) {
                leases.incrementAndGet();
                return CompletableFuture.completedFuture(wanted);
            }

            @Override
            public CompletableFuture<QuotaLease> leaseQuota(String key, long limit, long used, long wanted) {
                throw new IllegalStateException("a rate asks for no quota");
            }
        };
    }

    private static Grant grant(String id, long perDay, long perMonth) {
        return new Grant(
                id,
                1,
                "system",
                "resource",
                Set.of("op"),
                Set.of("purpose"),
                List.of("field"),
                Map.of(),
                Instant.EPOCH,
                Instant.MAX,
                perDay,
                perMonth,
                0,
                Map.of(),
                List.of(),
                Grant.State.ACTIVE);
    }
}
