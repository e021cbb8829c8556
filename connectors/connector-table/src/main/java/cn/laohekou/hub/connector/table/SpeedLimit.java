package cn.laohekou.hub.connector.table;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Rows and bytes per second of one connector, over all its connections. Thread-safe. */
final class SpeedLimit {

    /** Sleeps. */
    @FunctionalInterface
    interface Sleep {
        void nanos(long nanos) throws InterruptedException;
    }

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long rowsPerSecond;
    private final long bytesPerSecond;
    private final LongSupplier clock;
    private final Sleep sleep;
    private long free;

    SpeedLimit(long rowsPerSecond, long bytesPerSecond) {
        this(rowsPerSecond, bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    SpeedLimit(long rowsPerSecond, long bytesPerSecond, LongSupplier clock, Sleep sleep) {
        this.rowsPerSecond = rowsPerSecond;
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.sleep = sleep;
        this.free = clock.getAsLong();
    }

    /** Waits until what was taken is paid for. */
    void take(long rows, long bytes) throws InterruptedException {
        double seconds = Math.max(cost(rows, rowsPerSecond), cost(bytes, bytesPerSecond));
        if (seconds == 0) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = clock.getAsLong();
            free = (free - now < 0 ? now : free) + (long) (seconds * NANOS);
            wait = free - now;
        }
        sleep.nanos(wait);
    }

    private static double cost(long amount, long perSecond) {
        return perSecond == 0 ? 0 : (double) amount / perSecond;
    }
}
