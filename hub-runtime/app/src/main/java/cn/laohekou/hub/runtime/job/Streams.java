package cn.laohekou.hub.runtime.job;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What jobs of one kind can work on, as the policy in force on this node states it. Thread-safe. */
public interface Streams {

    /**
     * Something a job can work on.
     *
     * @param kind kind of the jobs
     * @param name name, unique over all kinds: that of the grant
     * @param provider department the data come from
     * @param consumer department they go to
     * @param schedule an ISO 8601 interval or cron of five parts; null when somebody starts it each time
     */
    record Stream(
            String kind,
            String name,
            String provider,
            String consumer,
            @Nullable String schedule) {}

    /** The stream of that name. */
    Optional<Stream> find(String name);

    /** Streams that are in force and have a schedule. */
    List<Stream> scheduled();
}
