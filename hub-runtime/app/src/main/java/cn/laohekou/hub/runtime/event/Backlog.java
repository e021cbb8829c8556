package cn.laohekou.hub.runtime.event;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which resources have so much waiting that nothing more is taken: before the disk is full, and long before memory is, for
 * the broker keeps a backlog in files. Replaced whole at intervals; reading it is one volatile read.
 */
final class Backlog {

    private final long most;
    private volatile Set<String> full = Set.of();

    /** @param most messages that may wait for one subscription */
    Backlog(long most) {
        this.most = most;
    }

    /** Takes note of what waits for each subscription, in the broker and parked. */
    void measured(Map<Subscription, Long> waiting) {
        full = waiting.entrySet().stream()
                .filter(entry -> entry.getValue() >= most)
                .map(entry -> entry.getKey().resource())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether no message of a resource is taken now. */
    boolean isFull(String resource) {
        return full.contains(resource);
    }
}
