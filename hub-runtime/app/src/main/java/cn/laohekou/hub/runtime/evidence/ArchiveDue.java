package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.ChainHead;
import cn.laohekou.hub.security.evidence.SignedRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The next part of the ledger that may be archived: from the beginning of a chain to a signed head.
 *
 * @param node whose chain
 * @param range its batches
 */
public record ArchiveDue(String node, SignedRange.Range range) {

    /** Batches in one bundle: some fifty megabytes at five exchanges a batch, and seconds of deleting. */
    public static final int BATCHES = 10_000;

    /** Hops from node to node along the primary key, as checkpoints do. */
    private static final String CHAINS = "WITH RECURSIVE n AS (SELECT min(node) AS node FROM ledger.batch UNION ALL"
            + " SELECT (SELECT min(b.node) FROM ledger.batch b WHERE b.node > n.node) FROM n WHERE n.node IS NOT NULL)"
            + " SELECT n.node, (SELECT min(sequence) FROM ledger.batch WHERE node = n.node),"
            + " (SELECT max(sequence) FROM ledger.batch WHERE node = n.node) FROM n WHERE n.node IS NOT NULL";

    /** A head is signed after its batch was sealed, so what was signed before a time was recorded before it. */
    private static final String SIGNED =
            "(convert_from(statement, 'UTF8')::jsonb ->> 'at')::timestamptz < ? AND node = ? AND sequence";

    private static final String LAST =
            "SELECT max(sequence) FROM ledger.head_signature WHERE " + SIGNED + " BETWEEN ? AND ?";

    private static final String NEXT =
            "SELECT min(sequence) FROM ledger.head_signature WHERE " + SIGNED + " BETWEEN ? AND ?";

    /**
     * Looks for the next part. The last batch of a chain always stays: it is what the chain is taken up by.
     *
     * @param database connections that may read the ledger
     * @param before first instant that may not be in it
     * @param batches batches in it at most, but for reaching the next signed head
     * @return null when no chain begins with anything that old
     */
    public static @Nullable ArchiveDue find(DataSource database, Instant before, int batches) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(CHAINS);
                ResultSet chains = statement.executeQuery()) {
            while (chains.next()) {
                String node = chains.getString(1);
                long first = chains.getLong(2);
                long end = chains.getLong(3) - 1;
                long last = number(connection, LAST, before, node, first, Math.min(end, first + batches - 1));
                if (last == 0) {
                    last = number(connection, NEXT, before, node, first + batches, end);
                }
                if (last != 0) {
                    return new ArchiveDue(node, new SignedRange.Range(first, last));
                }
            }
            return null;
        }
    }

    /**
     * Whether a head was signed before a time, so that everything up to it was recorded before that.
     *
     * @param database connections that may read the ledger
     * @param head last batch of a part
     * @param before first instant that may not be in it
     */
    public static boolean isOlder(DataSource database, ChainHead head, Instant before) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return number(connection, LAST, before, head.node(), head.sequence(), head.sequence()) != 0;
        }
    }

    private static long number(Connection connection, String sql, Instant before, String node, long from, long to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, EvidenceSearch.utc(before));
            statement.setString(2, node);
            statement.setLong(3, from);
            statement.setLong(4, to);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
