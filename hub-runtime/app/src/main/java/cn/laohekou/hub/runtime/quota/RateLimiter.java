package cn.laohekou.hub.runtime.quota;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sustained rates of grants. The cluster's token bucket is asked for a slice at a time, a tenth of a second's worth; calls
 * then spend the slice on the node alone. Unspent tokens die with their slice after a second, so a node admits at most one
 * slice more than the rate.
 *
 * <p>Thread-safe.
 */
public final class RateLimiter {

    private static final int SLICES_PER_SECOND = 10;
    private static final long SLICE_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final CompletionStage<Boolean> YES = CompletableFuture.completedFuture(true);

    private final TokenSource source;
    private final LongSupplier nanoClock;
    private final ConcurrentHashMap<String, Slice> slices = new ConcurrentHashMap<>();

    /**
     * @param source the cluster's tokens
     * @param nanoClock monotonic nanoseconds
     */
    public RateLimiter(TokenSource source, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
    }

    /**
     * Spends one token.
     *
     * @param key what is limited, for example a grant id
     * @param perSecond the rate; at least 1
     * @return whether there was one; completes exceptionally only when the cluster could not be asked
     */
    public CompletionStage<Boolean> trySpend(String key, int perSecond) {
        Slice slice = slices.computeIfAbsent(key, k -> new Slice());
        if (slice.trySpend(nanoClock.getAsLong())) {
            return YES;
        }
        long size = sliceSize(perSecond);
        return source.lease(key, perSecond, size).thenApply(leased -> {
            if (leased == 0) {
                return false;
            }
            slice.refill(leased - 1, size, nanoClock.getAsLong());
            return true;
        });
    }

    /** Tokens leased at a time for a rate: also the most a node can admit beyond it. */
    static long sliceSize(int perSecond) {
        return Math.max(1, perSecond / SLICES_PER_SECOND);
    }

    private static final class Slice {

        private long tokens;
        private long expires;

        synchronized boolean trySpend(long now) {
            if (tokens == 0 || now - expires >= 0) {
                return false;
            }
            tokens--;
            return true;
        }

        synchronized void refill(long more, long most, long now) {
            long alive = now - expires < 0 ? tokens : 0;
            tokens = Math.min(most, alive + more);
            expires = now + SLICE_LIFE_NANOS;
        }
    }
}
