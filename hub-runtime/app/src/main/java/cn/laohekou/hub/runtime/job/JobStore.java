package cn.laohekou.hub.runtime.job;

import cn.laohekou.hub.runtime.problem.Text;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Jobs and leases in the hub's database. Thread-safe. */
public final class JobStore {

    private static final String COLUMNS =
            "id, kind, stream, provider, consumer, state, reason_zh, reason_en, requested_by,"
                    + " requested_at, started_at, finished_at, node, total, accepted, delivered, quarantined, rejected, parameters,"
                    + " report";

    private final DataSource database;

    /**
     * @param database connections of the run-time role
     */
    public JobStore(DataSource database) {
        this.database = database;
    }

    /** Puts a job on record within a transaction of the caller. */
    public static void insert(Connection connection, Job job) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO job.job (id, kind, stream, provider, consumer, state, requested_by, requested_at, total,"
                        + " parameters, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                job.id(),
                job.kind(),
                job.stream(),
                job.provider(),
                job.consumer(),
                job.state().code(),
                job.requestedBy(),
                job.times().requested(),
                job.total(),
                job.parameters().toString(),
                job.report().toString());
    }

    /** The job of that id. */
    public Optional<Job> find(UUID id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return find(connection, id);
        }
    }

    static Optional<Job> find(Connection connection, UUID id) throws SQLException {
        return Sql.one(connection, "SELECT " + COLUMNS + " FROM job.job WHERE id = ?", JobStore::read, id);
    }

    /**
     * Jobs, the newest first.
     *
     * @param before id of the last one seen; null to begin
     * @param department who asks: only jobs from or to it; null for all
     * @param stream only of this stream; null for all
     */
    public List<Job> list(@Nullable UUID before, @Nullable String department, @Nullable String stream, int limit)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT " + COLUMNS + " FROM job.job WHERE (?::uuid IS NULL OR id < ?::uuid)"
                            + " AND (?::text IS NULL OR provider = ? OR consumer = ?) AND (?::text IS NULL OR stream = ?)"
                            + " ORDER BY id DESC LIMIT ?",
                    JobStore::read,
                    before,
                    before,
                    department,
                    department,
                    department,
                    stream,
                    stream,
                    limit);
        }
    }

    /** Whether a job of the stream is not over yet. */
    public static boolean open(Connection connection, String stream) throws SQLException {
        return Sql.exists(connection, "SELECT 1 FROM job.job WHERE stream = ? AND finished_at IS NULL", stream);
    }

    /** When the stream's last job of a kind was asked for. */
    public Optional<Instant> lastRequested(String stream, String kind) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.one(
                    connection,
                    "SELECT requested_at FROM job.job WHERE stream = ? AND kind = ? ORDER BY requested_at DESC LIMIT 1",
                    row -> Objects.requireNonNull(Sql.instant(row, "requested_at")),
                    stream,
                    kind);
        }
    }

    /** Whether work of a stream has ended since its last check, and that check is older than a moment. */
    boolean checkDue(String stream, String kind, String check, Instant before) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.exists(
                    connection,
                    "SELECT 1 FROM job.job j WHERE j.stream = ? AND j.kind = ? AND j.state = 'done' AND NOT EXISTS (SELECT 1"
                            + " FROM job.job c WHERE c.stream = j.stream AND c.kind = ? AND (c.requested_at > ?"
                            + " OR c.requested_at > j.finished_at))",
                    stream,
                    kind,
                    check,
                    before);
        }
    }

    /** Marks a job to be cancelled; whoever works on it ends it. */
    static void cancel(Connection connection, UUID id) throws SQLException {
        Sql.update(connection, "UPDATE job.job SET cancel = true WHERE id = ? AND finished_at IS NULL", id);
    }

    /** Jobs that are not over, the oldest first. */
    List<Job> open() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT " + COLUMNS + " FROM job.job WHERE finished_at IS NULL ORDER BY id",
                    JobStore::read);
        }
    }

    /** Ids of jobs somebody wants to be cancelled. */
    List<UUID> cancelled() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT id FROM job.job WHERE finished_at IS NULL AND cancel",
                    row -> row.getObject(1, UUID.class));
        }
    }

    /**
     * Takes a stream when nobody has it: it is free, its lease ran out, or this node had it before it died. Numbers begin
     * with the time in milliseconds, so that they go on growing for the targets also when this database was set back.
     *
     * @return the number of the new lease; empty when another node has the stream
     */
    Optional<Long> lease(String stream, String node, int seconds) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.one(
                    connection,
                    "INSERT INTO job.lease AS l (stream, holder, fence, until)"
                            + " VALUES (?, ?, (extract(epoch FROM now()) * 1000)::bigint, now() + interval '1 second' * ?)"
                            + " ON CONFLICT (stream) DO UPDATE SET holder = EXCLUDED.holder,"
                            + " fence = greatest(l.fence + 1, EXCLUDED.fence),"
                            + " until = EXCLUDED.until WHERE l.until < now() OR l.holder = EXCLUDED.holder"
                            + " RETURNING fence",
                    row -> row.getLong(1),
                    stream,
                    node,
                    seconds);
        }
    }

    /** Holds a lease longer; false when it is another's by now. */
    boolean renew(String stream, long fence, int seconds) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(
                            connection,
                            "UPDATE job.lease SET until = now() + interval '1 second' * ? WHERE stream = ? AND fence = ?",
                            seconds,
                            stream,
                            fence)
                    == 1;
        }
    }

    /** Gives a lease back. */
    void release(String stream, long fence) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(connection, "UPDATE job.lease SET until = now() WHERE stream = ? AND fence = ?", stream, fence);
        }
    }

    /** Notes that a node has begun. */
    void started(UUID id, String node, Instant at) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(
                    connection,
                    "UPDATE job.job SET state = 'running', node = ?, started_at = coalesce(started_at, ?), reason_zh = NULL,"
                            + " reason_en = NULL WHERE id = ? AND finished_at IS NULL",
                    node,
                    at,
                    id);
        }
    }

    /** Notes how far a job is, and its end if it has come to it; only of a job that is not over. */
    void progress(UUID id, JobState state, RunningJob.Snapshot now, @Nullable Text reason, @Nullable Instant finished)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(
                    connection,
                    "UPDATE job.job SET state = ?, total = ?, accepted = ?, delivered = ?, quarantined = ?, rejected = ?,"
                            + " reason_zh = ?, reason_en = ?, finished_at = ?, report = coalesce(?, report)"
                            + " WHERE id = ? AND finished_at IS NULL",
                    state.code(),
                    now.total(),
                    now.counts().accepted(),
                    now.counts().delivered(),
                    now.counts().quarantined(),
                    now.counts().rejected(),
                    reason == null ? null : reason.zh(),
                    reason == null ? null : reason.en(),
                    finished,
                    now.report() == null ? null : now.report().toString(),
                    id);
        }
    }

    private static Job read(ResultSet row) throws SQLException {
        String zh = row.getString("reason_zh");
        return new Job(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("stream"),
                row.getString("provider"),
                row.getString("consumer"),
                JobState.of(row.getString("state")),
                zh == null ? null : new Text(zh, row.getString("reason_en")),
                row.getString("requested_by"),
                new Job.Times(
                        Objects.requireNonNull(Sql.instant(row, "requested_at")),
                        Sql.instant(row, "started_at"),
                        Sql.instant(row, "finished_at")),
                row.getString("node"),
                row.getLong("total"),
                new Counts(
                        row.getLong("accepted"),
                        row.getLong("delivered"),
                        row.getLong("quarantined"),
                        row.getLong("rejected")),
                Json.stored(row.getString("parameters")),
                Json.stored(row.getString("report")));
    }
}
