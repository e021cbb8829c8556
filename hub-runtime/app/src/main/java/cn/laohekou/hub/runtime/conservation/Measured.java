package cn.laohekou.hub.runtime.conservation;

import org.jspecify.annotations.Nullable;

/**
 * What is in flight of one account, counted where it lies and never as a difference.
 *
 * @param account what is balanced on its own: a subscription, a job
 * @param connector connector it is delivered through
 * @param department whose connector that is; null when unknown
 * @param inFlight how many
 */
public record Measured(
        String account, String connector, @Nullable String department, long inFlight) {}
