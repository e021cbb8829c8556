package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.evidence.RefusalCounts;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrangerCountsTest {

    private static final Instant NOON = Instant.parse("2026-03-15T04:00:10Z");

    private final List<RefusalCounts> ledger = new ArrayList<>();
    private final StrangerCounts counts = new StrangerCounts(ledger::add);

    @Test
    void oneMinuteOfOneNetworkAndReasonIsOneEntry() throws Exception {
        counts.count(InetAddress.getByName("10.1.2.3"), "TOKEN_EXPIRED", NOON);
        counts.count(InetAddress.getByName("10.1.2.77"), "TOKEN_EXPIRED", NOON.plusSeconds(40));
        assertThat(ledger).isEmpty();

        counts.flush(NOON.plusSeconds(60), false);
        assertThat(ledger)
                .containsExactly(new RefusalCounts(
                        NOON.plusSeconds(60),
                        Instant.parse("2026-03-15T04:00:00Z"),
                        List.of(new RefusalCounts.Count("10.1.2.0/24", "TOKEN_EXPIRED", 2))));
    }

    @Test
    void strangersFromEverywhereCannotFillTheLedger() throws Exception {
        for (int i = 0; i < 3 * StrangerCounts.MOST_KEYS; i++) {
            counts.count(
                    InetAddress.getByAddress(new byte[] {10, (byte) (i >> 8), (byte) i, 1}), "TOKEN_MISSING", NOON);
        }
        counts.flush(NOON, true);

        assertThat(ledger).singleElement().satisfies(minute -> {
            assertThat(minute.counts()).hasSize(StrangerCounts.MOST_KEYS + 1);
            assertThat(minute.counts().stream()
                            .mapToLong(RefusalCounts.Count::count)
                            .sum())
                    .isEqualTo(3L * StrangerCounts.MOST_KEYS);
        });
    }

    @Test
    void nothingCountedIsNothingWritten() {
        counts.flush(NOON, false);
        counts.flush(NOON, true);
        assertThat(ledger).isEmpty();
    }

    @Test
    void onlyAWellFormedTraceParentIsPassedOn() {
        String good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(TraceContext.accept(good)).isEqualTo(good);
        assertThat(TraceContext.accept(good.toUpperCase(java.util.Locale.ROOT))).isNull();
        assertThat(TraceContext.accept(good + "\r\nX: y")).isNull();
        assertThat(TraceContext.accept(null)).isNull();
    }
}
