package cn.laohekou.hub.runtime.job;

import cn.laohekou.hub.runtime.exchange.ExchangeIds;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What persons and schedules ask of jobs. What persons do is audited together with its effect. Thread-safe. */
public final class JobDesk {

    private static final String KIND = "job";

    private final JobStore store;
    private final DataSource database;
    private final Changes changes;
    private final Streams streams;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * @param database connections of the run-time role
     * @param changes the way people's writes go
     * @param streams what jobs can work on
     * @param clock the time
     * @param zone zone of cron expressions
     */
    public JobDesk(DataSource database, Changes changes, Streams streams, Clock clock, ZoneId zone) {
        this.store = new JobStore(database);
        this.database = database;
        this.changes = changes;
        this.streams = streams;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Asks for a job.
     *
     * @param stream what it works on
     * @param kind kind of the work; null for the stream's own
     * @param parameters what else is asked of it
     */
    public ObjectNode start(Call call, String stream, @Nullable String kind, ObjectNode parameters) {
        Streams.Stream found = streams.find(stream)
                .filter(known -> takesPart(call.actor(), known.provider(), known.consumer()))
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        return changes.make(call, connection -> {
            if (JobStore.open(connection, stream)) {
                throw Refused.of(ErrorCode.STATE_CONFLICT, "该授权已有未结束的作业。", "A job of this grant is not over yet.");
            }
            Job job =
                    job(found, kind == null ? found.kind() : kind, call.actor().user(), parameters);
            JobStore.insert(connection, job);
            ObjectNode view = view(job);
            return new ManagementWork.Result<>(
                    view,
                    List.of(changes.audit(call.actor(), KIND, "start", job.id().toString(), null, view)),
                    false);
        });
    }

    /** Asks a job to end; whoever works on it ends it after the unit under way. */
    public ObjectNode cancel(Call call, String id) {
        UUID asked = id(id);
        return changes.make(call, connection -> {
            Job job = visible(call.actor(), JobStore.find(connection, asked));
            ObjectNode view = view(job);
            if (job.state().isFinal()) {
                return new ManagementWork.Result<>(view, List.of(), false);
            }
            JobStore.cancel(connection, asked);
            return new ManagementWork.Result<>(
                    view, List.of(changes.audit(call.actor(), KIND, "cancel", id, view, view)), false);
        });
    }

    /** One job. */
    public ObjectNode show(Actor actor, String id) {
        try {
            return view(visible(actor, store.find(id(id))));
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /** Jobs the person may see, the newest first. */
    public Queries.Page list(Actor actor, String after, int limit, @Nullable String stream) {
        try {
            List<Job> jobs = store.list(
                    after.isEmpty() ? null : id(after),
                    actor.boundToDepartment() ? actor.department() : null,
                    stream,
                    limit + 1);
            boolean more = jobs.size() > limit;
            List<Job> page = more ? jobs.subList(0, limit) : jobs;
            return new Queries.Page(
                    page.stream().map(this::view).toList(),
                    more ? page.get(page.size() - 1).id().toString() : null);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /** Queues jobs of streams that are due and have none open. Another node may do the same: one job is queued. */
    public void queueDue() throws SQLException {
        Instant now = clock.instant();
        for (Streams.Stream stream : streams.scheduled()) {
            Optional<Schedule> schedule = Schedule.parse(String.valueOf(stream.schedule()));
            Instant last = store.lastRequested(stream.name(), stream.kind()).orElse(Instant.EPOCH);
            if (schedule.isPresent() && schedule.get().due(last, now, zone)) {
                queue(stream, stream.kind());
            }
        }
    }

    /** Queues one check of each stream a day, once a job of it has ended since. */
    public void queueDaily(String kind) throws SQLException {
        for (Streams.Stream stream : streams.scheduled()) {
            if (store.checkDue(
                    stream.name(), stream.kind(), kind, clock.instant().minus(Duration.ofDays(1)))) {
                queue(stream, kind);
            }
        }
    }

    private void queue(Streams.Stream stream, String kind) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                // One node at a time, until the transaction ends.
                try (var lock = connection.createStatement()) {
                    lock.execute("LOCK TABLE job.job IN SHARE ROW EXCLUSIVE MODE");
                }
                if (!JobStore.open(connection, stream.name())) {
                    JobStore.insert(connection, job(stream, kind, Actor.HUB.user(), Json.object()));
                }
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private Job job(Streams.Stream stream, String kind, String user, ObjectNode parameters) {
        return new Job(
                ExchangeIds.next(clock.millis()),
                kind,
                stream.name(),
                stream.provider(),
                stream.consumer(),
                JobState.QUEUED,
                null,
                user,
                new Job.Times(clock.instant(), null, null),
                null,
                -1,
                Counts.NONE,
                parameters,
                Json.object());
    }

    private ObjectNode view(Job job) {
        return JobViews.of(job, clock.instant());
    }

    private static Job visible(Actor actor, Optional<Job> job) {
        return job.filter(found -> takesPart(actor, found.provider(), found.consumer()))
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    private static boolean takesPart(Actor actor, String provider, String consumer) {
        return !actor.boundToDepartment() || actor.isOf(provider) || actor.isOf(consumer);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
    }
}
