package cn.laohekou.hub.security.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands checkpoints to an outside party, keeps its answers, and puts them on record: what stands in the chain behind such
 * a record was written after the party's answer. One thread calls {@link #turn}.
 */
public final class Anchoring {

    /** Where anchored checkpoints are kept. */
    @FunctionalInterface
    public interface Store {

        /**
         * Keeps an anchored checkpoint; durable when this returns.
         *
         * @param anchor the checkpoint and the answer
         */
        void save(StoredAnchor anchor) throws StoreException;
    }

    private final Anchor anchor;
    private final CheckpointStore checkpoints;
    private final Store store;
    private final Consumer<Anchored> record;
    private final InstantSource clock;
    private String last = "";

    /**
     * Anchoring to one party.
     *
     * @param anchor the party
     * @param checkpoints where the newest checkpoint is found
     * @param store keeps the answers
     * @param record puts an answer on record in the chain
     * @param clock source of the record's time
     */
    public Anchoring(
            Anchor anchor, CheckpointStore checkpoints, Store store, Consumer<Anchored> record, InstantSource clock) {
        this.anchor = anchor;
        this.checkpoints = checkpoints;
        this.store = store;
        this.record = record;
        this.clock = clock;
    }

    /**
     * Anchors the newest checkpoint, unless it was.
     *
     * @return what was anchored; null when there was nothing new
     * @throws IOException when the party did not take it
     * @throws StoreException when checkpoint or answer cannot be read or kept; it is anchored again at the next turn
     */
    public @Nullable StoredAnchor turn() throws IOException, StoreException {
        String line = checkpoints.last();
        if (line == null || line.equals(last)) {
            return null;
        }
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        StoredAnchor anchored = new StoredAnchor(anchor.kind(), Blob.of(bytes), Blob.of(anchor.anchor(bytes)));
        store.save(anchored);
        last = line;
        record.accept(new Anchored(clock.instant(), anchor.kind(), anchored.digest()));
        return anchored;
    }
}
