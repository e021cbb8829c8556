package cn.laohekou.hub.runtime.evidence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Counts calls from evidence, so that a restart hands out no second quota. */
public final class QuotaCounts {

    private static final String SQL = "SELECT grant_id, count(*) FILTER (WHERE at >= ?), count(*) FROM ledger.record"
            + " WHERE kind = 1 AND counted AND grant_id = ANY (?) AND at >= ? GROUP BY grant_id";

    private final DataSource source;

    /**
     * Calls of one grant.
     *
     * @param day since the day began
     * @param month since the month began
     */
    public record Used(long day, long month) {}

    /**
     * Counts over one database.
     *
     * @param source connections that may read the ledger
     */
    public QuotaCounts(DataSource source) {
        this.source = source;
    }

    /**
     * Calls on record, of all nodes, for grants with a day or month quota.
     *
     * @param grantIds grants to count for
     * @param dayStart first instant of the current day in the hub's zone
     * @param monthStart first instant of the current month in the hub's zone
     * @return by grant id; a grant without calls is absent
     */
    public Map<String, Used> countsSince(Collection<String> grantIds, Instant dayStart, Instant monthStart)
            throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setObject(1, dayStart.atOffset(ZoneOffset.UTC));
            statement.setArray(2, connection.createArrayOf("text", grantIds.toArray(new String[0])));
            statement.setObject(3, monthStart.atOffset(ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, Used> counts = new HashMap<>();
                while (rows.next()) {
                    counts.put(rows.getString(1), new Used(rows.getLong(2), rows.getLong(3)));
                }
                return counts;
            }
        }
    }
}
