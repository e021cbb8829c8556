package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.runtime.problem.Text;
import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Transfers on record. Every change of a running one names its lease: whoever lost it changes nothing. */
public final class TransferStore {

    /** A node that says nothing for so long has lost its transfers; it says something with every checkpoint. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private final DataSource database;

    /** @param database connections of the run-time role */
    public TransferStore(DataSource database) {
        this.database = database;
    }

    /** Which of these files of a grant are on record already, as {@link #mark}. */
    Set<String> known(String grant, String folder, Collection<FileEntries.Entry> entries) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT source_path, source_size, source_modified FROM file.transfer"
                                + " WHERE grant_id = ? AND source_path = ANY (?)")) {
            statement.setString(1, grant);
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            entries.stream()
                                    .map(entry -> folder.isEmpty() ? entry.name() : folder + "/" + entry.name())
                                    .toArray()));
            Set<String> known = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(mark(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
            }
            return known;
        }
    }

    /** What tells one content of a file from another without reading it. */
    static String mark(String path, long size, long modified) {
        return size + " " + modified + " " + path;
    }

    /** Puts a file on record unless it is. */
    boolean add(Transfer found) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(
                            connection,
                            "INSERT INTO file.transfer (id, resource, grant_id, provider, consumer, source, source_path,"
                                    + " source_size, source_modified, target, target_folder, target_name, state, next_at,"
                                    + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?)"
                                    + " ON CONFLICT DO NOTHING",
                            found.id(),
                            found.resource(),
                            found.grant(),
                            found.provider(),
                            found.consumer(),
                            found.source().connector(),
                            found.source().path(),
                            found.source().size(),
                            found.source().modified(),
                            found.target().connector(),
                            found.target().folder(),
                            found.target().name(),
                            found.created(),
                            found.created())
                    == 1;
        }
    }

    /** Takes the lease of a transfer that is due and that no other node has. */
    Optional<Transfer> claim(String node, Instant now, Collection<UUID> own) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.one(
                    connection,
                    "UPDATE file.transfer SET owner = ?, fence = fence + 1, lease_until = ?, attempts = attempts + 1,"
                            + " state = CASE state WHEN 'PUBLISHING' THEN state ELSE 'RUNNING' END,"
                            + " reason_zh = NULL, reason_en = NULL, started_at = coalesce(started_at, ?)"
                            + " WHERE id = (SELECT id FROM file.transfer WHERE finished_at IS NULL AND next_at <= ?"
                            + " AND (owner = ? OR lease_until < ?) AND NOT id = ANY (?)"
                            + " ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *",
                    TransferStore::read,
                    node,
                    now.plus(LEASE),
                    now,
                    now,
                    node,
                    now,
                    connection.createArrayOf("uuid", own.toArray()));
        }
    }

    /** Notes what is durable at the target, and keeps the lease. */
    void checkpoint(Transfer transfer, Transfer.Copied copied, Instant now) throws SQLException, TransferEnd {
        change(
                transfer,
                "part = ?, position = ?, prefix = ?, lease_until = ?",
                copied.part(),
                copied.position(),
                copied.prefix(),
                now.plus(LEASE));
    }

    /** Notes what is about to be published, before its intent is made. */
    void publishing(Transfer transfer, Transfer.Released released, long bad, Instant now)
            throws SQLException, TransferEnd {
        change(
                transfer,
                "state = 'PUBLISHING', target_name = ?, digest = ?, bytes = ?, records = ?, bad_records = ?,"
                        + " exchange = ?, lease_until = ?",
                transfer.target().name(),
                released.digest(),
                released.bytes(),
                released.records(),
                bad,
                released.exchange(),
                now.plus(LEASE));
    }

    /** Nothing was published under the intent on record; the transfer goes on. */
    void withdrawn(Transfer transfer) throws SQLException, TransferEnd {
        change(transfer, "state = 'RUNNING', digest = NULL, exchange = NULL");
    }

    /** It will be taken up again. */
    void waits(Transfer transfer, Text reason, Instant next) throws SQLException, TransferEnd {
        change(
                transfer,
                "state = CASE state WHEN 'PUBLISHING' THEN state ELSE 'WAITING' END, reason_zh = ?, reason_en = ?,"
                        + " next_at = ?, owner = NULL, lease_until = '-infinity'",
                reason.zh(),
                reason.en(),
                next);
    }

    /** It has ended. */
    void ends(Transfer transfer, TransferState state, @Nullable Text reason, Instant now)
            throws SQLException, TransferEnd {
        change(
                transfer,
                "state = ?, reason_zh = ?, reason_en = ?, finished_at = ?, lease_until = '-infinity'",
                state.name(),
                reason == null ? null : reason.zh(),
                reason == null ? null : reason.en(),
                now);
    }

    /** Whether somebody wants it to end. */
    boolean cancelled(UUID id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.exists(connection, "SELECT 1 FROM file.transfer WHERE id = ? AND cancel", id);
        }
    }

    private void change(Transfer transfer, String set, @Nullable Object... values) throws SQLException, TransferEnd {
        @Nullable Object[] all = new @Nullable Object[values.length + 2];
        System.arraycopy(values, 0, all, 0, values.length);
        all[values.length] = transfer.id();
        all[values.length + 1] = transfer.fence();
        try (Connection connection = database.getConnection()) {
            int changed = Sql.update(
                    connection,
                    "UPDATE file.transfer SET " + set + " WHERE id = ? AND fence = ? AND finished_at IS NULL",
                    all);
            if (changed == 0) {
                throw TransferEnd.lost();
            }
        }
    }

    /** Digests delivered to a folder under a name, the newest first. */
    List<byte[]> delivered(Transfer transfer) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT digest FROM file.transfer WHERE grant_id = ? AND target_folder = ? AND target_name = ?"
                            + " AND state = 'DONE' ORDER BY finished_at DESC",
                    row -> row.getBytes(1),
                    transfer.grant(),
                    transfer.target().folder(),
                    transfer.target().name());
        }
    }

    /** Whether an exchange's intent is on record. */
    boolean intended(UUID exchange) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.exists(connection, "SELECT 1 FROM ledger.record WHERE exchange = ? AND kind = 1", exchange);
        }
    }

    /** One transfer. */
    public Optional<Transfer> find(UUID id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.one(connection, "SELECT * FROM file.transfer WHERE id = ?", TransferStore::read, id);
        }
    }

    /**
     * Transfers, the newest first.
     *
     * @param department only those from or to it; null for all
     * @param state only those in it; null for all
     * @param before only older ones than this; null to begin
     * @param limit how many at most
     */
    public List<Transfer> list(
            @Nullable String department, @Nullable TransferState state, @Nullable UUID before, int limit)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT * FROM file.transfer WHERE (CAST(? AS varchar) IS NULL OR ? IN (provider, consumer))"
                            + " AND (CAST(? AS varchar) IS NULL OR state = ?) AND (CAST(? AS uuid) IS NULL OR id < ?)"
                            + " ORDER BY id DESC LIMIT ?",
                    TransferStore::read,
                    department,
                    department,
                    state == null ? null : state.name(),
                    state == null ? null : state.name(),
                    before,
                    before,
                    limit);
        }
    }

    /** Begins an ended transfer again from nothing, inside a registry change; false when it has not ended or was delivered. */
    public static boolean retry(Connection connection, UUID id, Instant now) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE file.transfer SET state = 'QUEUED', reason_zh = NULL, reason_en = NULL, part = part + 1,"
                                + " position = 0, prefix = NULL, digest = NULL, bytes = NULL, records = NULL,"
                                + " bad_records = 0, exchange = NULL, attempts = 0, next_at = ?, owner = NULL,"
                                + " cancel = false, started_at = NULL, finished_at = NULL"
                                + " WHERE id = ? AND state IN ('QUARANTINED', 'STOPPED', 'CANCELLED')",
                        now,
                        id)
                == 1;
    }

    /** Lets a transfer end at its next step, inside a registry change; false when it has ended. */
    public static boolean cancel(Connection connection, UUID id, Instant now) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE file.transfer SET cancel = true, next_at = least(next_at, ?)"
                                + " WHERE id = ? AND finished_at IS NULL",
                        now,
                        id)
                == 1;
    }

    private static Transfer read(ResultSet row) throws SQLException {
        byte[] digest = row.getBytes("digest");
        String reason = row.getString("reason_zh");
        return new Transfer(
                row.getObject("id", UUID.class),
                row.getString("resource"),
                row.getString("grant_id"),
                row.getString("provider"),
                row.getString("consumer"),
                new Transfer.Source(
                        row.getString("source"),
                        row.getString("source_path"),
                        row.getLong("source_size"),
                        row.getLong("source_modified")),
                new Transfer.Target(
                        row.getString("target"), row.getString("target_folder"), row.getString("target_name")),
                TransferState.valueOf(row.getString("state")),
                reason == null ? null : new Text(reason, row.getString("reason_en")),
                new Transfer.Copied(row.getInt("part"), row.getLong("position"), row.getBytes("prefix")),
                digest == null
                        ? null
                        : new Transfer.Released(
                                digest,
                                row.getLong("bytes"),
                                row.getLong("records"),
                                row.getObject("exchange", UUID.class)),
                row.getLong("bad_records"),
                row.getInt("attempts"),
                row.getLong("fence"),
                Objects.requireNonNull(Sql.instant(row, "created_at")),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "finished_at"));
    }
}
