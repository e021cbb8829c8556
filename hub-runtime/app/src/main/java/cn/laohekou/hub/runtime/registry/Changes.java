package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.evidence.Audit;
import cn.laohekou.hub.security.evidence.LedgerUnavailable;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one way to change the registry: each change and its audit record become durable together, and the published
 * snapshot is read again before the caller hears of it.
 */
public final class Changes {

    /** The ledger's part in a change. */
    @FunctionalInterface
    public interface ManagementLedger {
        /**
         * Runs a change together with its audit records.
         *
         * @param work the change
         * @param <T> what it returns
         */
        <T> CompletableFuture<T> transact(ManagementWork<T> work);
    }

    /** Far beyond what a change takes; a ledger that does not answer by then is treated as down. */
    private static final long WAIT_SECONDS = 30;

    /** How long a request can be repeated under its key. What is older is forgotten with the next key that is used. */
    static final Duration KEY_LIFE = Duration.ofHours(24);

    private final ManagementLedger ledger;
    private final Runnable afterwards;
    private final Clock clock;
    private volatile Runnable spread = () -> {};

    /**
     * @param ledger makes changes durable
     * @param afterwards publishes what changed; runs before the caller hears of the change
     * @param clock the time
     */
    public Changes(ManagementLedger ledger, Runnable afterwards, Clock clock) {
        this.ledger = ledger;
        this.afterwards = afterwards;
        this.clock = clock;
    }

    /** The audit record of a change made now; documents come with their secrets masked. */
    public Audit audit(
            Actor actor,
            String kind,
            String action,
            String name,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after) {
        return new Audit(
                clock.instant(),
                actor.audited(),
                kind + "." + action,
                kind,
                name,
                before == null ? null : before.toString(),
                after == null ? null : after.toString());
    }

    /** The time changes are made at. */
    public Clock clock() {
        return clock;
    }

    /** What a restricting change waits for before its caller hears of it: that no node acts on the policy before it. */
    void onRestricted(Runnable waits) {
        spread = waits;
    }

    /**
     * Makes a change.
     *
     * @param call who asks; a repetition under the same idempotency key gets the first answer and changes nothing
     * @param work the change
     * @return what the caller sees
     * @throws Refused when the change is not possible, or the evidence store or database is down
     */
    public ObjectNode make(Call call, ManagementWork<ObjectNode> work) {
        AtomicBoolean restricting = new AtomicBoolean();
        ObjectNode answer = await(ledger.transact(connection -> {
            Optional<ObjectNode> former = former(connection, call);
            if (former.isPresent()) {
                return new ManagementWork.Result<>(former.get(), List.of(), false);
            }
            ManagementWork.Result<ObjectNode> result = work.run(connection);
            if (!result.audits().isEmpty()) {
                remember(connection, call, result.value());
                Sql.update(connection, "UPDATE registry.change_number SET number = number + 1 WHERE id = 1");
            }
            restricting.set(result.restricting());
            return result;
        }));
        afterwards.run();
        if (restricting.get()) {
            spread.run();
        }
        return answer;
    }

    /**
     * Records a change that was begun under another role and makes both durable together.
     *
     * @param work returns the audit records, and the transaction they join
     * @throws Refused when the evidence store is down; then neither counts
     */
    public void join(ManagementWork<ObjectNode> work) {
        ObjectNode unused = await(ledger.transact(work));
    }

    private Optional<ObjectNode> former(Connection connection, Call call) throws SQLException {
        if (call.idempotencyKey() == null) {
            return Optional.empty();
        }
        Sql.update(
                connection,
                "DELETE FROM registry.idempotency_key WHERE created_at < ?",
                clock.instant().minus(KEY_LIFE));
        record Former(String request, String answer) {}
        Optional<Former> former = Sql.one(
                connection,
                "SELECT request, answer FROM registry.idempotency_key WHERE caller = ? AND key = ?",
                row -> new Former(row.getString(1), row.getString(2)),
                call.actor().user(),
                call.idempotencyKey());
        if (former.isPresent() && !former.get().request().equals(call.request())) {
            throw Refused.of(ErrorCode.IDEMPOTENCY_CONFLICT);
        }
        return former.map(found -> Json.stored(found.answer()));
    }

    private void remember(Connection connection, Call call, ObjectNode answer) throws SQLException {
        if (call.idempotencyKey() != null) {
            Sql.update(
                    connection,
                    "INSERT INTO registry.idempotency_key (caller, key, request, status, answer, created_at)"
                            + " VALUES (?, ?, ?, 200, ?, ?)",
                    call.actor().user(),
                    call.idempotencyKey(),
                    call.request(),
                    answer.toString(),
                    clock.instant());
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw refusal(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }

    private static Refused refusal(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof Refused refused) {
                return refused;
            }
            if (at instanceof LedgerUnavailable) {
                return new Refused(Problem.of(ErrorCode.EVIDENCE_UNAVAILABLE));
            }
        }
        if (cause instanceof Error error) {
            throw error;
        }
        System.Logger log = System.getLogger(Changes.class.getName());
        Problem problem =
                Problem.of(cause instanceof SQLException ? ErrorCode.REGISTRY_UNAVAILABLE : ErrorCode.INTERNAL);
        log.log(
                System.Logger.Level.ERROR,
                "Registry change failed, incident " + problem.incident() + ": "
                        + cause.getClass().getName());
        return new Refused(problem);
    }
}
