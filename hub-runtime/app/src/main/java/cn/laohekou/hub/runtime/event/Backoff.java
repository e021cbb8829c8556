package cn.laohekou.hub.runtime.event;

import java.util.random.RandomGenerator;

/**
 * When a failed message is tried again, and when no more. Waits double from attempt to attempt and are spread by a
 * quarter, so that what failed together does not come back together. A message with little time left is tried more
 * often: it never waits longer than a quarter of what remains to it, whatever its age.
 *
 * @param baseMillis wait after the first failure
 * @param capMillis longest wait
 * @param limit attempts of a message whose receiver fails
 * @param limitOfItself attempts of a message that is itself at fault: its receiver refuses it, a filter cannot read it
 */
record Backoff(long baseMillis, long capMillis, int limit, int limitOfItself) {

    /** A second, doubling to five minutes: twenty attempts take an hour and a quarter, five a quarter of a minute. */
    static final Backoff STANDARD = new Backoff(1_000, 300_000, 20, 5);

    /** Less than this and a receiver is hammered, in milliseconds. */
    private static final long SHORTEST = 100;

    private static final int LARGEST_SHIFT = 30;

    /** Whether no attempt is left after so many. */
    boolean spent(int attempts, boolean itself) {
        return attempts >= (itself ? limitOfItself : limit);
    }

    /**
     * Milliseconds until the next attempt.
     *
     * @param attempts attempts that failed, at least 1
     * @param remainingMillis time left until the message ends; {@link Long#MAX_VALUE} when it does not
     */
    long delay(int attempts, long remainingMillis, RandomGenerator random) {
        long doubled = baseMillis << Math.min(LARGEST_SHIFT, attempts - 1);
        long wait = Math.min(capMillis, doubled);
        long spread = wait * 3 / 4 + (long) (random.nextDouble() * wait / 2);
        return Math.max(SHORTEST, Math.min(spread, remainingMillis / 4));
    }
}
