package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.api.FaultCode;
import java.util.Optional;

/**
 * What a probe found.
 *
 * @param ok whether the counterpart gave a sign of life
 * @param latencyNanos from entering the route to its end, nanoseconds; 0 when it was not entered
 * @param code why not; empty when {@code ok}, or when the route is not running
 * @param message one sentence for operations; empty when {@code ok}
 */
public record ProbeResult(boolean ok, long latencyNanos, Optional<FaultCode> code, String message) {

    static ProbeResult alive(long latencyNanos) {
        return new ProbeResult(true, latencyNanos, Optional.empty(), "");
    }

    static ProbeResult failed(long latencyNanos, FaultCode code, String message) {
        return new ProbeResult(false, latencyNanos, Optional.of(code), message);
    }

    static ProbeResult notRunning() {
        return new ProbeResult(false, 0, Optional.empty(), "连接器未运行或已暂停。The connector is not running or is paused.");
    }
}
