package cn.laohekou.hub.security.evidence;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes checkpoints: heads of all chains, written to a file outside the database and to the database. Whoever cuts the
 * tail of a chain would have to cut the file as well. Safe for use from any thread.
 */
public final class Checkpoints implements AutoCloseable {

    private final CheckpointStore store;
    private final CheckpointFile file;
    private final InstantSource clock;
    private @Nullable Checkpoint last;

    /**
     * Checkpoints over one store and file.
     *
     * @param store heads and the lines kept in the database
     * @param file the file outside
     * @param clock source of their times
     */
    public Checkpoints(CheckpointStore store, CheckpointFile file, InstantSource clock) {
        this.store = store;
        this.file = file;
        this.clock = clock;
    }

    /**
     * Takes a checkpoint if any chain grew since the last. Call it every few seconds and after the ledger has closed.
     *
     * @return the checkpoint, or null when nothing changed
     * @throws IOException when the file cannot be read or written, or was changed
     * @throws StoreException when the database cannot be reached; the file has the line then only if it was written
     *     before
     */
    public synchronized @Nullable Checkpoint take() throws IOException, StoreException {
        List<ChainHead> heads = store.heads();
        Checkpoint before = before();
        if (heads.isEmpty() || (before != null && before.heads().equals(heads))) {
            return null;
        }
        String link = before == null ? Checkpoint.NONE : before.hash();
        Checkpoint next = new Checkpoint(clock.instant(), link, heads);
        file.append(next.line());
        last = next;
        store.save(next.line());
        return next;
    }

    /** Takes a last checkpoint, as far as that is possible. */
    @Override
    public void close() throws IOException, StoreException {
        take();
    }

    private @Nullable Checkpoint before() throws IOException {
        if (last == null) {
            try {
                List<Checkpoint> written = file.read();
                last = written.isEmpty() ? null : written.get(written.size() - 1);
            } catch (IllegalArgumentException changed) {
                throw new IOException(changed.getMessage(), changed);
            }
        }
        return last;
    }
}
