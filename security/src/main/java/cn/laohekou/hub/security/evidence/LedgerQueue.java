package cn.laohekou.hub.security.evidence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for the writer thread, bounded by number and by memory. Many threads put, one takes. */
final class LedgerQueue {

    /** A record and who waits for it; nobody when the future is null. */
    record Waiting(EvidenceEntry entry, @Nullable CompletableFuture<Receipt> future) {}

    /** What the writer does next; all parts may be empty. */
    record Round(
            List<Waiting> records,
            @Nullable ManagementTask<?> task,
            @Nullable CompletableFuture<Boolean> ping) {}

    private final LedgerSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Waiting> records = new ArrayDeque<>();
    private final Deque<ManagementTask<?>> tasks = new ArrayDeque<>();
    private @Nullable CompletableFuture<Boolean> ping;
    private long bytes;
    private long oldestIdle;
    private int awaited;
    private boolean idle;
    private boolean closed;

    LedgerQueue(LedgerSettings settings) {
        this.settings = settings;
    }

    /** Queues a record; false when there is no room or the queue is closed. */
    boolean offer(EvidenceEntry entry, @Nullable CompletableFuture<Receipt> future) {
        lock.lock();
        try {
            if (closed
                    || records.size() >= settings.maxQueuedRecords()
                    || bytes + entry.weight() > settings.maxQueuedBytes()) {
                return false;
            }
            if (records.isEmpty()) {
                oldestIdle = System.nanoTime();
            }
            records.add(new Waiting(entry, future));
            bytes += entry.weight();
            boolean firstAwaited = future != null && awaited++ == 0;
            if (idle && (firstAwaited || records.size() == 1)) {
                work.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Queues a management change; false when the queue is closed or full. */
    boolean offer(ManagementTask<?> task) {
        lock.lock();
        try {
            if (closed || tasks.size() >= settings.maxQueuedRecords()) {
                return false;
            }
            tasks.add(task);
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A sign of life, shared by all who ask before it comes. */
    CompletableFuture<Boolean> ping() {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.completedFuture(false);
            }
            if (ping == null) {
                ping = new CompletableFuture<>();
                work.signal();
            }
            return ping;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something to do: an awaited record, a management change, a ping, a record that lingered long enough, or
     * the end of the queue.
     *
     * @return null when the queue is closed and empty
     */
    @Nullable
    Round take() throws InterruptedException {
        lock.lock();
        try {
            idle = true;
            while (!ready()) {
                if (closed) {
                    return null;
                }
                if (records.isEmpty()) {
                    work.await();
                } else {
                    work.awaitNanos(lingerLeft());
                }
            }
            return next();
        } finally {
            idle = false;
            lock.unlock();
        }
    }

    /** Waits for the time between attempts, or for the end. */
    void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = settings.retryEvery().toNanos();
            while (left > 0 && !closed) {
                left = work.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Everything that is awaited or asked for, for a writer that cannot serve it; records nobody awaits stay. */
    Round drainAwaited() {
        lock.lock();
        try {
            List<Waiting> failed = new ArrayList<>();
            records.removeIf(waiting -> waiting.future() != null && failed.add(waiting));
            failed.forEach(waiting -> bytes -= waiting.entry().weight());
            awaited = 0;
            ManagementTask<?> task = tasks.poll();
            CompletableFuture<Boolean> asked = ping;
            ping = null;
            return new Round(failed, task, asked);
        } finally {
            lock.unlock();
        }
    }

    /** Puts records nobody awaits back to the front, in their order, whatever the bounds: they were counted before. */
    void putBack(List<EvidenceEntry> entries) {
        lock.lock();
        try {
            for (int i = entries.size() - 1; i >= 0; i--) {
                records.addFirst(new Waiting(entries.get(i), null));
                bytes += entries.get(i).weight();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets records that turned out to be in the chain already. */
    void forget(List<EvidenceEntry> entries) {
        Set<EvidenceEntry> known = new HashSet<>(entries);
        lock.lock();
        try {
            records.removeIf(waiting -> {
                boolean drop = waiting.future() == null && known.contains(waiting.entry());
                bytes -= drop ? waiting.entry().weight() : 0;
                return drop;
            });
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        lock.lock();
        try {
            return records.size();
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more in; what is in can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean ready() {
        return awaited > 0 || !tasks.isEmpty() || ping != null || (!records.isEmpty() && (closed || lingerLeft() <= 0));
    }

    private long lingerLeft() {
        return oldestIdle + settings.outcomeLinger().toNanos() - System.nanoTime();
    }

    private Round next() {
        List<Waiting> taken = new ArrayList<>(Math.min(records.size(), settings.maxBatchRecords()));
        long weight = 0;
        boolean alone = awaited == 0 && !closed && lingerLeft() > 0;
        while (!alone && !records.isEmpty() && taken.size() < settings.maxBatchRecords()) {
            Waiting waiting = records.element();
            weight += waiting.entry().weight();
            if (weight > settings.maxBatchBytes() && !taken.isEmpty()) {
                break;
            }
            taken.add(records.remove());
            bytes -= waiting.entry().weight();
            awaited -= waiting.future() == null ? 0 : 1;
        }
        ManagementTask<?> task = tasks.poll();
        CompletableFuture<Boolean> asked = ping;
        ping = null;
        return new Round(taken, task, asked);
    }
}
