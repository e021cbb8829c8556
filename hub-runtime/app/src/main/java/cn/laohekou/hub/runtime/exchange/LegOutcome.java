package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.FaultCode;
import org.jspecify.annotations.Nullable;

/** How a connector leg ended. */
sealed interface LegOutcome {

    /**
     * The counterpart answered with success; its body is in the sink.
     *
     * @param status status code, 2xx
     * @param mediaType media type with parameters, null when the counterpart named none
     */
    record Answered(int status, @Nullable String mediaType) implements LegOutcome {}

    /**
     * The counterpart, or the way to it, failed.
     *
     * @param code why
     * @param message one sentence for operations; never shown to the caller
     */
    record Failed(FaultCode code, String message) implements LegOutcome {}

    /**
     * The hub did not try: the connector is full, its circuit is open, it does not run, or the call must be decided again.
     *
     * @param why which of them
     * @param retryAfterSeconds when a new try makes sense
     */
    record Refused(Why why, int retryAfterSeconds) implements LegOutcome {

        /** Why the hub did not try. */
        enum Why {
            BUSY,
            OPEN,
            NOT_RUNNING,
            /** The policy changed while the call waited for a place. */
            UNWANTED
        }
    }
}
