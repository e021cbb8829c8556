package cn.laohekou.hub.security.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where checkpoints find the heads of all chains and are kept inside the database. */
public interface CheckpointStore {

    /** Heads of all chains, sorted by node. */
    List<ChainHead> heads() throws StoreException;

    /** The newest line kept; null when there is none. */
    @Nullable
    String last() throws StoreException;

    /**
     * Keeps a line.
     *
     * @param line as returned by {@link Checkpoint#line}
     */
    void save(String line) throws StoreException;
}
