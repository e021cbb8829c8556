package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The bounded ways to the connectors' files. Thread-safe; never blocks. */
public interface FileWays {

    /** Revision of a connector that runs on this node; empty when it does not. */
    OptionalInt revision(String connector);

    /**
     * Carries out one piece of work through the connector's running route.
     *
     * @param connector name of the connector
     * @param transfer id of the transfer, for the counterpart's and the connector's records
     * @param work what is to be done
     * @return completes when it is done; exceptionally with {@link Failed}, and then the work may still be under way
     */
    CompletableFuture<Void> start(String connector, String transfer, FileWork work);

    /** A piece of work that was not done, or of which that is not known. */
    final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        /** What that means for a transfer. */
        public enum Why {
            /** The connection broke: the same piece may be tried again at once. */
            CUT,
            /** The counterpart failed or refused. */
            FAULT,
            /** The connector is full or its circuit open. */
            BUSY,
            /** The connector is paused, stopped, or not on this node. */
            NOT_RUNNING
        }

        private final Why why;
        private final @Nullable FaultCode code;
        private final int retryAfterSeconds;

        /**
         * @param why what it means
         * @param code the connector's own word; null when it was not asked
         * @param retryAfterSeconds when a new try makes sense; 0 when not known
         */
        public Failed(Why why, @Nullable FaultCode code, int retryAfterSeconds) {
            super(code == null ? why.name() : code.name(), null, false, false);
            this.why = why;
            this.code = code;
            this.retryAfterSeconds = retryAfterSeconds;
        }

        /** What it means. */
        public Why why() {
            return why;
        }

        /** The connector's own word; null when it was not asked. */
        public @Nullable FaultCode code() {
            return code;
        }

        /** When a new try makes sense, seconds; 0 when not known. */
        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }
}
