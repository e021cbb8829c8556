package cn.laohekou.hub.runtime.exchange;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that all exchanges together hold in memory. Whoever gets no share spills to the encrypted spool (an
 * answer) or is refused (a request body), so the heap holds under any number and size of bodies.
 *
 * <p>Thread-safe.
 */
final class MemoryBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit bytes that may be held at one time; positive */
    MemoryBudget(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be positive");
        }
        this.limit = limit;
    }

    /** A quarter of the heap: filtering holds an answer twice, and the rest of the hub needs the other half. */
    static MemoryBudget quarterOfHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Takes a share.
     *
     * @param bytes how many; not negative
     * @return false, with nothing taken, when the share would pass the limit
     */
    boolean tryTake(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Gives a share back. */
    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Bytes taken now. */
    long used() {
        return used.get();
    }
}
