package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What operations see of the data plane. Labels are codes and nothing a caller wrote, so neither a path nor an identifier
 * can reach a metric, and the number of series is fixed.
 */
final class ExchangeMetrics {

    private final Timer released;
    private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);

    ExchangeMetrics(MeterRegistry registry) {
        this.released = Timer.builder("hub.exchanges.released")
                .description("Governed queries released, from arrival to hand-over")
                .register(registry);
        for (ErrorCode code : ErrorCode.values()) {
            refused.put(
                    code,
                    Counter.builder("hub.exchanges.refused")
                            .description("Governed queries refused or failed, by stable code")
                            .tag("code", code.name())
                            .register(registry));
        }
    }

    void released(long nanos) {
        released.record(nanos, TimeUnit.NANOSECONDS);
    }

    void refused(ErrorCode code) {
        Counter counter = refused.get(code);
        if (counter != null) {
            counter.increment();
        }
    }
}
