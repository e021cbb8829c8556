package cn.laohekou.hub.runtime.exchange;

/**
 * Bounds of one connector, common to all plugins.
 *
 * @param maxConcurrent exchanges under way at one time
 * @param maxQueue exchanges waiting for a place; a further one is refused at once
 * @param timeoutMs longest wait and call together, in milliseconds
 * @param failureRate percentage of failures in the window that opens the circuit
 * @param window number of calls the rate is taken over
 * @param openSeconds how long an open circuit refuses before it tries again
 */
public record LegLimits(
        int maxConcurrent, int maxQueue, int timeoutMs, int failureRate, int window, int openSeconds) {}
