package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.RecordKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The audit records and refusals of one node's chain in their order, and how far they were passed on. */
public final class AuditTrail {

    private static final String READ = "SELECT sequence, ordinal, kind, body FROM ledger.record"
            + " WHERE node = ? AND sequence > ? AND sequence <= ? AND kind = ANY (?) ORDER BY sequence, ordinal";
    private static final String POSITION = "SELECT sequence FROM registry.syslog_position WHERE node = ?";
    private static final String BEFORE_FIRST = "SELECT coalesce(min(sequence), 1) - 1 FROM ledger.batch WHERE node = ?";
    private static final String SAVE = "INSERT INTO registry.syslog_position (node, sequence, sent_at) VALUES (?, ?, ?)"
            + " ON CONFLICT (node) DO UPDATE SET sequence = excluded.sequence, sent_at = excluded.sent_at";
    private static final List<RecordKind> KINDS =
            List.of(RecordKind.AUDIT, RecordKind.REFUSAL, RecordKind.REFUSAL_COUNTS, RecordKind.GAP, RecordKind.START);

    private final DataSource database;
    private final String node;

    /**
     * @param database connections as the run-time role
     * @param node whose chain
     */
    public AuditTrail(DataSource database, String node) {
        this.database = database;
        this.node = node;
    }

    /**
     * A record.
     *
     * @param sequence its batch
     * @param ordinal its place in the batch
     * @param kind its kind
     * @param body its exact bytes; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record Entry(long sequence, int ordinal, RecordKind kind, byte[] body) {}

    /** Whose chain it is. */
    public String node() {
        return node;
    }

    /** The last batch that was passed on; at first what stands before the chain's first batch. */
    public long position() throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String sql : List.of(POSITION, BEFORE_FIRST)) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setString(1, node);
                    try (ResultSet row = statement.executeQuery()) {
                        if (row.next()) {
                            return row.getLong(1);
                        }
                    }
                }
            }
            return 0;
        }
    }

    /**
     * Remembers how far records were passed on.
     *
     * @param sequence last batch
     * @param at when
     */
    public void save(long sequence, Instant at) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(SAVE)) {
            statement.setString(1, node);
            statement.setLong(2, sequence);
            statement.setObject(3, EvidenceSearch.utc(at));
            statement.executeUpdate();
        }
    }

    /**
     * Records in the order of the chain.
     *
     * @param after batches behind this one
     * @param upTo and up to this one; few enough to be held in memory
     */
    public List<Entry> read(long after, long upTo) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, node);
            statement.setLong(2, after);
            statement.setLong(3, upTo);
            Object[] codes = KINDS.stream().map(RecordKind::code).toArray();
            statement.setArray(4, connection.createArrayOf("int2", codes));
            try (ResultSet rows = statement.executeQuery()) {
                List<Entry> entries = new ArrayList<>();
                while (rows.next()) {
                    entries.add(new Entry(
                            rows.getLong(1), rows.getInt(2), RecordKind.ofCode(rows.getInt(3)), rows.getBytes(4)));
                }
                return entries;
            }
        }
    }
}
