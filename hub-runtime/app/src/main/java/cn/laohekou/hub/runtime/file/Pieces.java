package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FileWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pieces of work of one transfer: repeats what a broken connection cut, and says what a failure means. */
final class Pieces {

    /** A connection that breaks three times at the same byte is not mended by a fourth. */
    private static final int TRIES = 3;

    private final FileWays ways;
    private final String transfer;

    Pieces(FileWays ways, String transfer) {
        this.ways = ways;
        this.transfer = transfer;
    }

    CompletableFuture<Void> start(String connector, FileWork work) {
        return ways.start(connector, transfer, work);
    }

    /** Waits for a piece that was started; after a cut starts it anew, which must be another piece of memory. */
    void await(String connector, CompletableFuture<Void> started, Supplier<FileWork> again)
            throws TransferEnd, InterruptedException {
        CompletableFuture<Void> now = started;
        for (int tries = 1; ; tries++) {
            try {
                now.get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof FileWays.Failed failed)) {
                    throw new IllegalStateException("a piece of work failed in an unknown way", e.getCause());
                }
                if (failed.why() != FileWays.Failed.Why.CUT || tries == TRIES) {
                    throw TransferEnd.of(failed);
                }
                now = start(connector, again.get());
            }
        }
    }

    /** Starts a piece and waits for it. */
    void run(String connector, FileWork work) throws TransferEnd, InterruptedException {
        await(connector, start(connector, work), () -> work);
    }

    /** A file as it is now; null when there is none. */
    FileEntries.@Nullable Entry lookup(String connector, String path) throws TransferEnd, InterruptedException {
        AtomicReference<FileEntries.@Nullable Entry> found = new AtomicReference<>();
        run(connector, new FileWork.Lookup(path, entry -> {
            found.set(entry);
            return false;
        }));
        return found.get();
    }
}
