package cn.laohekou.hub.security.evidence;

import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of one node's chain and the only code that extends it. Used by one thread.
 *
 * <p>Two batches with the same number cannot both be in: the store refuses the second. So a batch of which it is not
 * known whether it got in is written again, the very same bytes, until the store has either taken it or shown it at the
 * end of the chain. A foreign batch there says that another process writes this chain; then this one stops for good.
 */
final class ChainWriter {

    private final EvidenceStore store;
    private final LedgerSettings settings;
    private final InstantSource clock;
    private final Counters counters;
    private ChainHead head;
    private long epoch;

    /** A batch of records that may be in; can be written again. */
    private @Nullable Batch doubtful;

    /** A batch that may be in together with a registry change; cannot be written again without it. */
    private @Nullable Batch doubtfulChange;

    ChainWriter(EvidenceStore store, LedgerSettings settings, InstantSource clock, Counters counters) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.counters = counters;
        this.head = ChainHead.empty(settings.node());
    }

    /** Policy epoch last seen in force. */
    long epoch() {
        return epoch;
    }

    /** Where the chain ends. */
    ChainHead head() {
        return head;
    }

    Batch seal(List<EvidenceEntry> entries) {
        return Batch.seal(head, settings.boot(), clock.instant(), entries);
    }

    /**
     * Takes up the chain as it stands, whoever wrote it, after checking its last batch. Times that do not fit are for the
     * verifier to tell: a hub whose clock was set right must be able to start.
     */
    void takeUp() throws StoreException {
        EvidenceStore.Opened opened = store.open(settings.node());
        StoredBatch last = opened.last();
        if (last != null) {
            Finding finding = BatchCheck.check(last);
            if (finding != null && !finding.problem().leavesChain()) {
                throw new StoreException(StoreException.Kind.UNUSABLE, finding.sentence());
            }
        }
        head = headOf(last);
        epoch = opened.epoch();
    }

    /**
     * Writes a batch if the expected epoch is in force.
     *
     * @return false when the epoch is another; {@link #epoch} then tells which
     * @throws StoreException of kind {@code UNKNOWN}: the batch stays doubtful until {@link #settle} or {@link #reopen}
     */
    boolean write(Batch batch, long expectedEpoch) throws StoreException {
        long start = System.nanoTime();
        EvidenceStore.Written written;
        try {
            written = store.write(batch, expectedEpoch);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.UNKNOWN) {
                doubtful = batch;
            }
            throw e;
        } catch (RuntimeException e) {
            doubtful = batch;
            throw unexpected(e);
        }
        epoch = written.epoch();
        if (written.written()) {
            advance(batch, System.nanoTime() - start);
        }
        return written.written();
    }

    /** Runs a management change; its batch, if any, is in the chain afterwards. */
    void transact(ManagementTask<?> task) throws StoreException, EvidenceStore.WorkFailed {
        long start = System.nanoTime();
        try {
            epoch = store.transact(task.change(this::seal));
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.UNKNOWN) {
                doubtfulChange = task.batch();
            }
            throw e;
        } catch (RuntimeException e) {
            doubtfulChange = task.batch();
            throw unexpected(e);
        }
        Batch batch = task.batch();
        if (batch != null) {
            advance(batch, System.nanoTime() - start);
        }
    }

    /**
     * Reads the chain's end again over a new connection.
     *
     * @return the doubtful batch that is certain to be in; null when none is at the chain's end yet
     * @throws StoreException of kind {@code UNUSABLE} when another process has extended the chain
     */
    @Nullable
    Batch reopen() throws StoreException {
        EvidenceStore.Opened opened = store.open(settings.node());
        epoch = opened.epoch();
        ChainHead found = headOf(opened.last());
        for (Batch candidate : new Batch[] {doubtful, doubtfulChange}) {
            if (candidate != null && found.equals(candidate.head())) {
                advance(candidate, 0);
                return candidate;
            }
        }
        if (!found.equals(head)) {
            throw new StoreException(
                    StoreException.Kind.UNUSABLE,
                    "另一进程正在写本节点的存证链 / another process writes the chain of node " + settings.node());
        }
        return null;
    }

    /**
     * Settles a batch left doubtful by {@link #write}, over a new connection.
     *
     * @param expectedEpoch the epoch that must be in force for writing it again; 0 for any
     * @return whether that batch is now certain to be in; when false, a doubtful management change got in instead, or
     *     the epoch is another
     */
    boolean settle(Batch batch, long expectedEpoch) throws StoreException {
        Batch in = reopen();
        if (in != null) {
            return in == batch;
        }
        try {
            return write(batch, expectedEpoch);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.CONFLICT) {
                throw e;
            }
            return reopen() == batch;
        }
    }

    /** The batch of records of which it is not known whether it is in; null when there is none. */
    @Nullable
    Batch doubtful() {
        return doubtful;
    }

    private void advance(Batch batch, long nanos) {
        head = batch.head();
        // Whatever else was doubtful had the same number and can no longer get in.
        doubtful = null;
        doubtfulChange = null;
        counters.written(batch, nanos);
    }

    /** A defect of the store: nothing is certain. */
    private static StoreException unexpected(RuntimeException e) {
        return new StoreException(StoreException.Kind.UNKNOWN, e.getClass().getSimpleName(), e);
    }

    private ChainHead headOf(@Nullable StoredBatch last) {
        return last == null
                ? ChainHead.empty(settings.node())
                : new ChainHead(
                        last.node(),
                        last.sequence(),
                        BatchHeader.hash(last.header().bytes()));
    }
}
