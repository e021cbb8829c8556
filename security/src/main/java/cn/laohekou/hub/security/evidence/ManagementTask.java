package cn.laohekou.hub.security.evidence;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A management change on its way through the writer thread: keeps what it returned until its commit is certain. */
final class ManagementTask<T> {

    private final ManagementWork<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private ManagementWork.@Nullable Result<T> result;
    private @Nullable Batch batch;

    ManagementTask(ManagementWork<T> work) {
        this.work = work;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /** The batch the change wrote; null when it changed nothing or did not come that far. */
    @Nullable
    Batch batch() {
        return batch;
    }

    EvidenceStore.ChangeWork change(Function<List<EvidenceEntry>, Batch> sealer) {
        return new EvidenceStore.ChangeWork() {
            @Override
            public EvidenceStore.Change run(Connection connection) throws Exception {
                return sealed(connection, sealer);
            }

            @Override
            public @Nullable Connection begun() {
                return work.begun();
            }
        };
    }

    private EvidenceStore.Change sealed(Connection connection, Function<List<EvidenceEntry>, Batch> sealer)
            throws Exception {
        ManagementWork.Result<T> done = work.run(connection);
        result = done;
        if (done.audits().isEmpty()) {
            return new EvidenceStore.Change(null, false);
        }
        List<EvidenceEntry> entries = new ArrayList<>();
        done.audits().forEach(audit -> entries.add(EvidenceEntry.of(audit)));
        Batch sealed = sealer.apply(entries);
        batch = sealed;
        return new EvidenceStore.Change(sealed, done.restricting());
    }

    /** Hands out what the change returned. */
    void succeed() {
        ManagementWork.Result<T> done = result;
        if (done == null) {
            future.completeExceptionally(new LedgerUnavailable("管理变更没有执行 / the management change did not run"));
        } else {
            future.complete(done.value());
        }
    }

    void fail(Throwable why) {
        future.completeExceptionally(why);
    }
}
