package cn.laohekou.hub.security.evidence;

import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registry change that becomes durable together with its audit records, or not at all.
 *
 * @param <T> what the change returns
 */
@FunctionalInterface
public interface ManagementWork<T> {

    /**
     * What a change did.
     *
     * @param value what the caller gets
     * @param audits its audit records; empty when nothing changed, and then the transaction is rolled back, so that no
     *     write goes without one
     * @param restricting whether anyone may do less than before; raises the policy epoch
     * @param <T> type of the value
     */
    record Result<T>(T value, List<Audit> audits, boolean restricting) {

        public Result {
            audits = List.copyOf(audits);
        }
    }

    /**
     * Makes the change. Runs on the ledger's writer thread, before which all other records wait: no network calls, no
     * waiting.
     *
     * @param connection inside the transaction; must not be committed, rolled back, closed or kept
     * @throws Exception to roll everything back; the caller's future fails with it
     */
    Result<T> run(Connection connection) throws Exception;

    /**
     * A transaction under another role that was begun before and that the audit records are to join; null for one of the
     * ledger's own. It is committed or rolled back by the ledger, and closed by whoever opened it. A change in it restricts
     * nobody.
     */
    default @Nullable Connection begun() {
        return null;
    }
}
