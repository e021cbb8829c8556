package cn.laohekou.hub.runtime.file;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * The few chunks one transfer holds in memory at a time: one being read, one in hand, one being written. A buffer whose
 * piece of work failed is not given back: the work may still be under way.
 */
final class Buffers {

    /** Large enough that round trips cost little, small enough for a slow line within a connector's time-out. */
    static final int CHUNK = 4 << 20;

    private static final int KEPT = 4;

    private final ArrayBlockingQueue<byte[]> free = new ArrayBlockingQueue<>(KEPT);

    byte[] take() {
        byte[] found = free.poll();
        return found == null ? new byte[CHUNK] : found;
    }

    void giveBack(byte[] buffer) {
        // When more come back than are kept, the rest is garbage.
        boolean unusedKept = free.offer(buffer);
    }
}
