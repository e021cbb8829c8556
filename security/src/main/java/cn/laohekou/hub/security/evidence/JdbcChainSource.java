package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.Filed;
import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Chains as they stand in the tables {@code ledger.batch}, {@code ledger.record} and {@code ledger.subject_list}. */
public final class JdbcChainSource implements ChainSource {

    private static final String NODES = "SELECT DISTINCT node FROM ledger.batch ORDER BY node";
    private static final String BATCHES =
            "SELECT b.sequence, b.header, b.leaves, h.statement, h.key, h.signature FROM ledger.batch b"
                    + " LEFT JOIN ledger.head_signature h ON h.node = b.node AND h.sequence = b.sequence"
                    + " WHERE b.node = ? AND b.sequence BETWEEN ? AND ? ORDER BY b.sequence";
    private static final String ANCHORS = "SELECT kind, line, receipt FROM ledger.anchor ORDER BY id";
    private static final String KEYS = "SELECT key, public_key FROM ledger.signing_key";
    private static final String RECORDS = "SELECT r.sequence, r.ordinal, r.body, l.digests, r.kind, r.at, r.exchange,"
            + " r.system, r.resource, r.purpose, r.grant_id, r.counted FROM ledger.record r"
            + " LEFT JOIN ledger.subject_list l"
            + " ON l.node = r.node AND l.sequence = r.sequence AND l.ordinal = r.ordinal"
            + " WHERE r.node = ? AND r.sequence BETWEEN ? AND ? ORDER BY r.sequence, r.ordinal";

    /** Batches sorted at once by the server: many enough that finding their blocks does not count. */
    private static final int WINDOW = 2_048;

    /** Rows held in memory at once; a row is a few kilobytes. */
    private static final int FETCH = 200;

    private final DataSource source;
    private final long from;
    private final long to;

    /**
     * Whole chains.
     *
     * @param source connections that may read the ledger
     */
    public JdbcChainSource(DataSource source) {
        this(source, 1, Long.MAX_VALUE);
    }

    /**
     * A part of each chain.
     *
     * @param source connections that may read the ledger
     * @param from first batch
     * @param to last batch
     */
    public JdbcChainSource(DataSource source, long from, long to) {
        this.source = source;
        this.from = Math.max(from, 1);
        this.to = to;
    }

    @Override
    public boolean whole() {
        return from == 1 && to == Long.MAX_VALUE;
    }

    @Override
    public List<String> nodes() throws IOException {
        List<String> nodes = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(NODES);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                nodes.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        return nodes;
    }

    @Override
    public Map<String, Blob> keys() throws IOException {
        Map<String, Blob> keys = new TreeMap<>();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(KEYS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                keys.put(rows.getString(1), Blob.of(rows.getBytes(2)));
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        return keys;
    }

    @Override
    public List<StoredAnchor> anchors() throws IOException {
        List<StoredAnchor> anchors = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(ANCHORS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                anchors.add(new StoredAnchor(rows.getString(1), Blob.of(rows.getBytes(2)), Blob.of(rows.getBytes(3))));
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        return anchors;
    }

    /** Reads the chain in windows through cursors; batches are never changed, so that is one view. */
    @Override
    public void read(String node, BatchVisitor visitor) throws IOException {
        read(node, from, visitor);
    }

    @Override
    public void read(String node, long first, BatchVisitor visitor) throws IOException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                long last = last(connection, node);
                boolean more = true;
                for (long start = Math.max(first, first(connection, node)); more && start <= last; start += WINDOW) {
                    more = window(connection, node, start, Math.min(last, start + WINDOW - 1), visitor);
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * The last batch of a chain.
     *
     * @param connection may read the ledger
     * @param node whose chain
     * @return the batch as it stands there; null when the chain is empty
     */
    public static @Nullable StoredBatch lastBatch(Connection connection, String node) throws SQLException, IOException {
        long last = edge(connection, "max", node, 0, Long.MAX_VALUE);
        List<StoredBatch> found = new ArrayList<>();
        window(connection, node, last, last, found::add);
        return found.isEmpty() ? null : found.get(0);
    }

    private long first(Connection connection, String node) throws SQLException {
        return edge(connection, "min", node, from, to);
    }

    private long last(Connection connection, String node) throws SQLException {
        return edge(connection, "max", node, from, to);
    }

    private static long edge(Connection connection, String which, String node, long from, long to) throws SQLException {
        String sql = "SELECT coalesce(" + which
                + "(sequence), 0) FROM ledger.batch WHERE node = ? AND sequence BETWEEN ? AND ?";
        try (PreparedStatement statement = prepare(connection, sql, node, from, to);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static boolean window(Connection connection, String node, long from, long to, BatchVisitor visitor)
            throws SQLException, IOException {
        try (PreparedStatement heads = prepare(connection, BATCHES, node, from, to);
                PreparedStatement records = prepare(connection, RECORDS, node, from, to);
                ResultSet headRows = heads.executeQuery();
                ResultSet recordRows = records.executeQuery()) {
            boolean left = recordRows.next();
            while (headRows.next()) {
                long sequence = headRows.getLong(1);
                List<StoredRecord> own = new ArrayList<>();
                // A record filed before this batch belongs to a batch that is missing; the walk will say so.
                while (left && recordRows.getLong(1) <= sequence) {
                    if (recordRows.getLong(1) == sequence) {
                        own.add(record(recordRows));
                    }
                    left = recordRows.next();
                }
                Blob header = Blob.of(headRows.getBytes(2));
                Blob leaves = Blob.of(headRows.getBytes(3));
                if (!visitor.visit(new StoredBatch(node, sequence, header, leaves, own, null, signature(headRows)))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static @Nullable HeadSignature signature(ResultSet row) throws SQLException {
        byte[] statement = row.getBytes(4);
        return statement == null
                ? null
                : new HeadSignature(Blob.of(statement), row.getString(5), Blob.of(row.getBytes(6)));
    }

    private static StoredRecord record(ResultSet row) throws SQLException {
        byte[] list = row.getBytes(4);
        SearchKeys keys = new SearchKeys(
                row.getObject(7, UUID.class),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getBoolean(12));
        Instant at = row.getObject(6, OffsetDateTime.class).toInstant();
        return new StoredRecord(
                row.getInt(2),
                Blob.of(row.getBytes(3)),
                list == null ? null : Blob.of(list),
                new Filed(RecordKind.ofCode(row.getInt(5)), at, keys));
    }

    private static PreparedStatement prepare(Connection connection, String sql, String node, long from, long to)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(FETCH);
        statement.setString(1, node);
        statement.setLong(2, from);
        statement.setLong(3, to);
        return statement;
    }

    private static IOException unreadable(SQLException e) {
        return new IOException("无法读取存证 / cannot read the ledger: SQLSTATE " + e.getSQLState(), e);
    }
}
