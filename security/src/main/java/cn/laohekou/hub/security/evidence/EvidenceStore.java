package cn.laohekou.hub.security.evidence;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Where the ledger's one writer thread puts batches. Used by one thread at a time, except {@link #close()}. Every call
 * ends within a bounded time, whatever the database does.
 */
public interface EvidenceStore extends AutoCloseable {

    /**
     * What {@link #open} found.
     *
     * @param last the chain's last batch; null when the chain is empty
     * @param epoch policy epoch in force
     */
    record Opened(@Nullable StoredBatch last, long epoch) {}

    /**
     * What {@link #write} did.
     *
     * @param written whether the batch is durable; false when the expected epoch is not in force
     * @param epoch policy epoch in force
     */
    record Written(boolean written, long epoch) {}

    /**
     * What a management transaction adds to the chain.
     *
     * @param batch batch with the audit records; null when nothing changed, then all is rolled back
     * @param restricting whether the change restricts anyone, so that the policy epoch must rise
     */
    record Change(@Nullable Batch batch, boolean restricting) {}

    /** The body of a management transaction. */
    @FunctionalInterface
    interface ChangeWork {

        /**
         * Makes the change.
         *
         * @param connection inside the transaction
         * @return what to add to the chain
         * @throws Exception to roll everything back
         */
        Change run(Connection connection) throws Exception;

        /** A transaction that was begun under another role; null for one of the store's own. */
        default @Nullable Connection begun() {
            return null;
        }
    }

    /** The body of a management transaction failed; all is rolled back and the store goes on. */
    final class WorkFailed extends Exception {

        private static final long serialVersionUID = 1L;

        /**
         * Wraps what the body threw.
         *
         * @param cause what the body threw
         */
        public WorkFailed(Exception cause) {
            super("Management work failed", cause);
        }
    }

    /**
     * Opens the writer's connection anew, drops a former one, and reads where the chain ends.
     *
     * @param node whose chain
     * @throws StoreException of kind {@code UNUSABLE} when what is acknowledged there would not be durable
     */
    Opened open(String node) throws StoreException;

    /**
     * Writes a batch in one transaction that holds the policy epoch in place, durable when the call returns.
     *
     * @param batch what to write
     * @param expectedEpoch the epoch that must be in force; 0 for any
     */
    Written write(Batch batch, long expectedEpoch) throws StoreException;

    /**
     * Runs a management change and writes its batch in one transaction, with the policy epoch locked from the start.
     *
     * @param work the change
     * @return policy epoch in force afterwards
     * @throws WorkFailed when the work threw
     */
    long transact(ChangeWork work) throws StoreException, WorkFailed;

    /** Asks the database for a sign of life on the writer's connection. */
    void ping() throws StoreException;

    /** Closes the writer's connection; quiet when there is none. */
    @Override
    void close();
}
