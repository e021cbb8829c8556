package cn.laohekou.hub.runtime.registry;

/**
 * Bounds of one connector, the same for all plugins.
 *
 * @param maxConcurrent exchanges under way at one time
 * @param maxQueue exchanges waiting for a place
 * @param timeoutMs longest wait and call together, in milliseconds
 * @param failureRate percentage of failures that opens the circuit
 * @param window number of calls the rate is taken over
 * @param openSeconds how long an open circuit refuses, in seconds
 */
public record Limits(int maxConcurrent, int maxQueue, int timeoutMs, int failureRate, int window, int openSeconds) {

    /** What a connector gets that states nothing. */
    public static final Limits DEFAULT = new Limits(32, 64, 10_000, 50, 50, 10);

    private static final int MAX_PLACES = 1024;
    private static final int MAX_TIMEOUT_MS = 120_000;

    static Limits read(SpecReader spec) {
        SpecReader breaker = spec.object("circuitBreaker");
        Limits limits = new Limits(
                (int) spec.integer("maxConcurrent", DEFAULT.maxConcurrent, 1, MAX_PLACES),
                (int) spec.integer("maxQueue", DEFAULT.maxQueue, 0, MAX_PLACES),
                (int) spec.integer("timeoutMs", DEFAULT.timeoutMs, 100, MAX_TIMEOUT_MS),
                (int) breaker.integer("failureRate", DEFAULT.failureRate, 1, 100),
                (int) breaker.integer("window", DEFAULT.window, 5, MAX_PLACES),
                (int) breaker.integer("openSeconds", DEFAULT.openSeconds, 1, 600));
        breaker.refuseUnknown();
        spec.refuseUnknown();
        return limits;
    }
}
