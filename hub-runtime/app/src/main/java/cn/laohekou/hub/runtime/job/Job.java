package cn.laohekou.hub.runtime.job;

import cn.laohekou.hub.runtime.problem.Text;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is on record.
 *
 * @param id id, ordered by time
 * @param kind which work it is, for example {@code table}
 * @param stream what it works on: of one stream at most one job runs, anywhere
 * @param provider department the data come from
 * @param consumer department they go to
 * @param state where it stands
 * @param reason why it waits or stopped; null otherwise
 * @param requestedBy who asked for it
 * @param times when
 * @param node node that has or had it; null before
 * @param total units expected; -1 while unknown
 * @param counts what became of them
 * @param parameters what it was asked for
 * @param report what it found out about its task, for persons
 */
public record Job(
        UUID id,
        String kind,
        String stream,
        String provider,
        String consumer,
        JobState state,
        @Nullable Text reason,
        String requestedBy,
        Times times,
        @Nullable String node,
        long total,
        Counts counts,
        ObjectNode parameters,
        ObjectNode report) {

    /**
     * When it was asked for, begun and ended.
     *
     * @param requested when it was asked for
     * @param started when a node first took it; null before
     * @param finished when it ended; null before
     */
    public record Times(
            Instant requested,
            @Nullable Instant started,
            @Nullable Instant finished) {}
}
