package cn.laohekou.hub.connector.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void whoeverTakesMoreThanItsShareWaitsForIt() throws Exception {
        AtomicLong now = new AtomicLong();
        SpeedLimit limit = new SpeedLimit(1_000, 1_000_000, now::get, now::addAndGet);

        limit.take(5_000, 1);
        assertThat(now.get()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
        limit.take(1, 2_000_000);
        assertThat(now.get()).as("the bytes cost more than the rows").isEqualTo(TimeUnit.SECONDS.toNanos(7));
    }

    @Test
    void aConnectorWithoutLimitsNeverWaits() throws Exception {
        new SpeedLimit(0, 0, () -> 0, nanos -> {
                    throw new AssertionError("waited");
                })
                .take(1_000_000, 1_000_000_000);
    }

    @Test
    void bulkWorkRunsOnlyInItsHoursAlsoOverMidnight() throws ConnectorFault {
        TimeWindows windows = TimeWindows.parse("20:00-06:00, 12:00-13:00");

        assertThat(windows.open(LocalTime.of(23, 0))).isTrue();
        assertThat(windows.open(LocalTime.of(5, 59))).isTrue();
        assertThat(windows.open(LocalTime.of(6, 0))).isFalse();
        assertThat(windows.open(LocalTime.of(12, 30))).isTrue();
        assertThat(TimeWindows.parse("").open(LocalTime.NOON)).isTrue();
        assertThatThrownBy(() -> TimeWindows.parse("25:00-26:00")).isInstanceOf(ConnectorFault.class);
    }
}
