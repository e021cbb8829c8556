package cn.laohekou.hub.runtime.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one connector stands on one node.
 *
 * @param connector name
 * @param node node the status is of
 * @param desiredRevision revision that should run; 0 when none should
 * @param runningRevision revision that runs; 0 when none does
 * @param state how it stands
 * @param lastError why the last attempt failed, one sentence; null when it did not
 * @param since when it came to stand so
 */
public record ConnectorStatus(
        String connector,
        String node,
        int desiredRevision,
        int runningRevision,
        State state,
        @Nullable String lastError,
        Instant since) {

    /** States of a connector on a node. */
    public enum State {
        /** Runs the desired revision. */
        RUNNING,
        /** The department or security paused it. */
        PAUSED,
        /** The desired revision does not start; an older one may still run. */
        FAILED,
        /** Nothing is desired and nothing runs. */
        STOPPED
    }
}
