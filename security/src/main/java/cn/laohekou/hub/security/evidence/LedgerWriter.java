package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.LedgerQueue.Round;
import cn.laohekou.hub.security.evidence.LedgerQueue.Waiting;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: takes all that waits, writes it as one batch, and takes again. Nothing is delayed to make
 * batches larger; they grow by themselves while a write is under way.
 */
final class LedgerWriter implements Runnable {

    private final LedgerQueue queue;
    private final ChainWriter chain;
    private final EvidenceStore store;
    private final Counters counters;
    private final InstantSource clock;
    private volatile @Nullable Outage outage;
    private volatile long aliveAt;
    private volatile long epoch;
    private volatile ChainHead head;

    LedgerWriter(LedgerQueue queue, ChainWriter chain, EvidenceStore store, Counters counters, InstantSource clock) {
        this.queue = queue;
        this.chain = chain;
        this.store = store;
        this.counters = counters;
        this.clock = clock;
        this.head = chain.head();
    }

    /** Takes up the chain and records the start; before the thread runs. */
    void begin(EvidenceEntry start) throws StoreException {
        chain.takeUp();
        Batch batch = chain.seal(List.of(start));
        try {
            chain.write(batch, EvidenceEntry.UNBOUND);
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.CONFLICT) {
                throw e;
            }
            // The last write of a process that was killed may still have been on its way.
            chain.takeUp();
            chain.write(chain.seal(List.of(start)), EvidenceEntry.UNBOUND);
        }
        alive();
    }

    /** Why nothing can be made durable now; null while it can. */
    @Nullable
    Outage outage() {
        return outage;
    }

    /** When the store last proved alive, on the clock of {@link System#nanoTime}. */
    long aliveAt() {
        return aliveAt;
    }

    /** Policy epoch last seen in force. */
    long epoch() {
        return epoch;
    }

    /** Where the chain durably ends. */
    ChainHead head() {
        return head;
    }

    @Override
    public void run() {
        try {
            boolean open = true;
            while (open) {
                open = outage == null ? serve() : recover();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
            outage = outageNow("存证已关闭 / the ledger is closed", true);
            refuseWaiting("存证已关闭 / the ledger is closed");
        }
    }

    /** One round; false when the queue has ended. */
    private boolean serve() throws InterruptedException {
        Round round = queue.take();
        if (round == null) {
            return false;
        }
        Round left = round;
        long seen = aliveAt;
        try {
            flush(round.records());
            left = new Round(List.of(), round.task(), round.ping());
            manage(round.task());
            left = new Round(List.of(), null, round.ping());
            answer(round.ping(), seen == aliveAt);
        } catch (StoreException e) {
            goDown(e, left);
        }
        return true;
    }

    private void flush(List<Waiting> waiting) throws StoreException {
        List<Waiting> todo = withoutStale(waiting);
        while (!todo.isEmpty()) {
            long expected = boundEpoch(todo);
            Batch batch = chain.seal(todo.stream().map(Waiting::entry).toList());
            if (write(batch, expected)) {
                complete(todo, batch);
                return;
            }
            todo = without(todo, chain.epoch());
        }
    }

    private boolean write(Batch batch, long expected) throws StoreException {
        boolean written;
        try {
            written = chain.write(batch, expected);
        } catch (StoreException e) {
            written = switch (e.kind()) {
                case UNKNOWN -> settled(batch, expected, e);
                case CONFLICT -> {
                    chain.reopen();
                    throw e;
                }
                default -> throw e;
            };
        }
        alive();
        return written;
    }

    /** Not settled means that the epoch changed meanwhile and the first attempt may still get in: an outage. */
    private boolean settled(Batch batch, long expected, StoreException first) throws StoreException {
        if (!chain.settle(batch, expected)) {
            throw first;
        }
        return true;
    }

    private void manage(@Nullable ManagementTask<?> task) throws StoreException {
        if (task == null) {
            return;
        }
        try {
            chain.transact(task);
        } catch (EvidenceStore.WorkFailed e) {
            task.fail(cause(e));
            return;
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.UNKNOWN || chain.reopen() == null) {
                throw e;
            }
        }
        alive();
        task.succeed();
    }

    private void answer(@Nullable CompletableFuture<Boolean> ping, boolean ask) throws StoreException {
        if (ping == null) {
            return;
        }
        if (ask) {
            store.ping();
            alive();
        }
        ping.complete(true);
    }

    private void alive() {
        epoch = chain.epoch();
        head = chain.head();
        aliveAt = System.nanoTime();
    }

    /** Fails what awaits an answer; keeps what nobody awaits for later, unless it is in the doubtful batch. */
    private void goDown(StoreException why, Round round) {
        boolean forGood = why.kind() == StoreException.Kind.UNUSABLE;
        String reason = why.getMessage() == null ? why.kind().name() : why.getMessage();
        outage = outageNow(reason, forGood);
        counters.outage();
        Batch doubtful = chain.doubtful();
        List<EvidenceEntry> kept = new ArrayList<>();
        for (Waiting waiting : round.records()) {
            boolean inDoubt = doubtful != null && doubtful.entries().contains(waiting.entry());
            if (waiting.future() == null && !inDoubt) {
                kept.add(waiting.entry());
            }
        }
        queue.putBack(kept);
        refuse(round, reason, why);
    }

    private Outage outageNow(String reason, boolean forGood) {
        return new Outage(clock.instant(), counters.refusedSoFar(), counters.outcomesLostSoFar(), reason, forGood);
    }

    private boolean recover() throws InterruptedException {
        Outage now = outage;
        if (now == null) {
            return true;
        }
        refuseWaiting(now.reason());
        if (queue.closed()) {
            return false;
        }
        if (now.forGood()) {
            queue.pause();
            return true;
        }
        try {
            Batch doubtful = chain.doubtful();
            if (doubtful == null) {
                chain.reopen();
            } else if (!chain.settle(doubtful, EvidenceEntry.UNBOUND)) {
                queue.putBack(stillWanted(doubtful));
            }
            chain.write(
                    chain.seal(List.of(EvidenceEntry.of(now.end(clock.instant(), counters)))), EvidenceEntry.UNBOUND);
            alive();
            outage = null;
        } catch (StoreException e) {
            stayDown(now, e);
            queue.pause();
        }
        return true;
    }

    private void stayDown(Outage now, StoreException why) {
        if (why.kind() == StoreException.Kind.UNUSABLE) {
            String reason = why.getMessage() == null ? why.kind().name() : why.getMessage();
            outage = new Outage(now.from(), now.refusedBefore(), now.lostBefore(), reason, true);
        }
    }

    private void refuseWaiting(String reason) {
        Round round = queue.drainAwaited();
        while (!round.records().isEmpty() || round.task() != null || round.ping() != null) {
            refuse(round, reason, null);
            round = queue.drainAwaited();
        }
    }

    private void refuse(Round round, String reason, @Nullable Throwable cause) {
        LedgerUnavailable refusal =
                cause == null ? new LedgerUnavailable(reason) : new LedgerUnavailable(reason, cause);
        for (Waiting waiting : round.records()) {
            CompletableFuture<Receipt> future = waiting.future();
            if (future != null && future.completeExceptionally(refusal)) {
                counters.refused();
            }
        }
        ManagementTask<?> task = round.task();
        if (task != null && task.future().completeExceptionally(refusal)) {
            counters.refused();
        }
        CompletableFuture<Boolean> ping = round.ping();
        if (ping != null && ping.complete(false)) {
            counters.refused();
        }
    }

    private List<Waiting> withoutStale(List<Waiting> waiting) {
        long newest = boundEpoch(waiting);
        return newest == EvidenceEntry.UNBOUND ? waiting : without(waiting, Math.max(newest, chain.epoch()));
    }

    private static List<Waiting> without(List<Waiting> waiting, long currentEpoch) {
        List<Waiting> rest = new ArrayList<>(waiting.size());
        for (Waiting one : waiting) {
            long bound = one.entry().boundEpoch();
            if (bound == EvidenceEntry.UNBOUND || bound == currentEpoch) {
                rest.add(one);
            } else if (one.future() != null) {
                one.future().completeExceptionally(new StaleEpoch(currentEpoch));
            }
        }
        return rest;
    }

    private static long boundEpoch(List<Waiting> waiting) {
        long newest = EvidenceEntry.UNBOUND;
        for (Waiting one : waiting) {
            newest = Math.max(newest, one.entry().boundEpoch());
        }
        return newest;
    }

    private static void complete(List<Waiting> done, Batch batch) {
        ChainHead head = batch.head();
        for (int i = 0; i < done.size(); i++) {
            CompletableFuture<Receipt> future = done.get(i).future();
            if (future != null) {
                future.complete(new Receipt(head.node(), head.sequence(), i, head.hash()));
            }
        }
    }

    /** What must still be recorded of a batch that did not get in; its intents were refused to their callers. */
    private static List<EvidenceEntry> stillWanted(Batch batch) {
        return batch.entries().stream()
                .filter(entry -> !(entry.record() instanceof Intent) && !(entry.record() instanceof Gap))
                .toList();
    }

    private static Throwable cause(EvidenceStore.WorkFailed failed) {
        Throwable cause = failed.getCause();
        return cause == null ? failed : cause;
    }
}
