package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Chains as they stand in the tables {@code ledger.batch}, {@code ledger.record} and {@code ledger.subject_list}. */
public final class JdbcChainSource implements ChainSource {

    private static final String NODES = "SELECT DISTINCT node FROM ledger.batch ORDER BY node";
    private static final String BATCHES =
            "SELECT sequence, header, leaves FROM ledger.batch WHERE node = ? AND sequence BETWEEN ? AND ? ORDER BY sequence";
    private static final String RECORDS = "SELECT r.sequence, r.ordinal, r.body, l.digests FROM ledger.record r"
            + " LEFT JOIN ledger.subject_list l"
            + " ON l.node = r.node AND l.sequence = r.sequence AND l.ordinal = r.ordinal"
            + " WHERE r.node = ? AND r.sequence BETWEEN ? AND ? ORDER BY r.sequence, r.ordinal";

    /** Batches read at once: a few megabytes. */
    private static final int WINDOW = 256;

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

    /** Reads the chain in windows, each in a transaction of its own; batches are never changed, so that is one view. */
    @Override
    public void read(String node, BatchVisitor visitor) throws IOException {
        try (Connection connection = source.getConnection()) {
            long last = last(connection, node);
            boolean more = true;
            for (long start = first(connection, node); more && start <= last; start += WINDOW) {
                for (StoredBatch batch : window(connection, node, start, Math.min(last, start + WINDOW - 1))) {
                    more = more && visitor.visit(batch);
                }
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
    public static @Nullable StoredBatch lastBatch(Connection connection, String node) throws SQLException {
        long last = edge(connection, "max", node, 0, Long.MAX_VALUE);
        List<StoredBatch> found = window(connection, node, last, last);
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

    private static List<StoredBatch> window(Connection connection, String node, long from, long to)
            throws SQLException {
        List<StoredBatch> batches = new ArrayList<>();
        try (PreparedStatement heads = prepare(connection, BATCHES, node, from, to);
                PreparedStatement records = prepare(connection, RECORDS, node, from, to);
                ResultSet headRows = heads.executeQuery();
                ResultSet recordRows = records.executeQuery()) {
            boolean more = recordRows.next();
            while (headRows.next()) {
                long sequence = headRows.getLong(1);
                List<StoredRecord> own = new ArrayList<>();
                // A record filed before this batch belongs to a batch that is missing; the walk will say so.
                while (more && recordRows.getLong(1) <= sequence) {
                    if (recordRows.getLong(1) == sequence) {
                        own.add(record(recordRows));
                    }
                    more = recordRows.next();
                }
                batches.add(new StoredBatch(
                        node, sequence, Blob.of(headRows.getBytes(2)), Blob.of(headRows.getBytes(3)), own));
            }
        }
        return batches;
    }

    private static StoredRecord record(ResultSet row) throws SQLException {
        byte[] list = row.getBytes(4);
        return new StoredRecord(row.getInt(2), Blob.of(row.getBytes(3)), list == null ? null : Blob.of(list));
    }

    private static PreparedStatement prepare(Connection connection, String sql, String node, long from, long to)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, node);
        statement.setLong(2, from);
        statement.setLong(3, to);
        return statement;
    }

    private static IOException unreadable(SQLException e) {
        return new IOException("无法读取存证 / cannot read the ledger: SQLSTATE " + e.getSQLState(), e);
    }
}
