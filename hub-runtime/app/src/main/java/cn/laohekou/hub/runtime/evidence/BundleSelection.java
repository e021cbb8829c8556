package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.ChainSource;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import cn.laohekou.hub.security.evidence.SelectedRecords;
import cn.laohekou.hub.security.evidence.SignedRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle is to hold: everything, a period, or the records of one consumer, resource or exchange within it.
 *
 * @param from first instant; null for the beginning
 * @param until first instant after; null for now
 * @param system consumer system; null for any
 * @param resource resource; null for any
 * @param exchange one exchange; null for any
 */
public record BundleSelection(
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String system,
        @Nullable String resource,
        @Nullable UUID exchange) {

    /** Everything. */
    public static final BundleSelection ALL = new BundleSelection(null, null, null, null, null);

    private static final String SIGNED =
            "SELECT node, max(sequence) AS last FROM ledger.head_signature GROUP BY node ORDER BY node";

    private static final String FIRST = "SELECT min(sequence) FROM ledger.batch WHERE node = ?";

    /** Records stand in the order of time and of their batches both: block ranges find them. */
    private static final String PERIOD =
            "SELECT min(sequence), max(sequence) FROM ledger.record WHERE node = ? AND at >= ? AND at < ?";

    private static final String NEXT_SIGNED =
            "SELECT min(sequence) FROM ledger.head_signature WHERE node = ? AND sequence >= ?";

    private static final String PLACES = "WITH m AS (SELECT node, sequence, ordinal, exchange, kind FROM ledger.record"
            + " WHERE (?::uuid IS NULL OR exchange = ?) AND (?::text IS NULL OR system = ?)"
            + " AND (?::text IS NULL OR resource = ?) AND at >= ? AND at < ?)"
            + " SELECT node, sequence, ordinal FROM m"
            + " UNION SELECT o.node, o.sequence, o.ordinal FROM ledger.record o JOIN m ON o.exchange = m.exchange"
            + " WHERE o.kind = 2 AND m.kind = 1";

    /** What was asked for, as the manifest states it. */
    public Map<String, String> stated() {
        Map<String, String> stated = new TreeMap<>();
        put(stated, "from", from);
        put(stated, "until", until);
        put(stated, "system", system);
        put(stated, "resource", resource);
        put(stated, "exchange", exchange);
        return stated;
    }

    /**
     * The evidence to be exported, up to what is signed now.
     *
     * @param database connections that may read the ledger
     * @return null when a selected record is not covered by a signature yet: ask again a moment later
     */
    public @Nullable ChainSource source(DataSource database) throws SQLException {
        ChainSource all = new JdbcChainSource(database);
        try (Connection connection = database.getConnection()) {
            Map<String, Long> signed = signed(connection);
            if (system != null || resource != null || exchange != null) {
                Map<String, NavigableMap<Long, Set<Integer>>> places = places(connection);
                boolean covered = places.entrySet().stream()
                        .allMatch(one -> one.getValue().lastKey() <= signed.getOrDefault(one.getKey(), 0L));
                return covered ? new SelectedRecords(all, places) : null;
            }
            Map<String, SignedRange.Range> ranges = new TreeMap<>();
            for (Map.Entry<String, Long> chain : signed.entrySet()) {
                SignedRange.Range range = range(connection, chain.getKey(), chain.getValue());
                if (range != null) {
                    ranges.put(chain.getKey(), range);
                }
            }
            return new SignedRange(all, ranges, from == null && until == null);
        }
    }

    private SignedRange.@Nullable Range range(Connection connection, String node, long signed) throws SQLException {
        if (from == null && until == null) {
            return new SignedRange.Range(number(connection, FIRST, node), signed);
        }
        try (PreparedStatement statement = connection.prepareStatement(PERIOD)) {
            statement.setString(1, node);
            statement.setObject(2, EvidenceSearch.utc(start()));
            statement.setObject(3, EvidenceSearch.utc(end()));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(1) == 0) {
                    return null;
                }
                long last = number(connection, NEXT_SIGNED, node, row.getLong(2));
                return new SignedRange.Range(row.getLong(1), last == 0 ? signed : last);
            }
        }
    }

    private Map<String, NavigableMap<Long, Set<Integer>>> places(Connection connection) throws SQLException {
        Map<String, NavigableMap<Long, Set<Integer>>> places = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(PLACES)) {
            statement.setObject(1, exchange);
            statement.setObject(2, exchange);
            statement.setString(3, system);
            statement.setString(4, system);
            statement.setString(5, resource);
            statement.setString(6, resource);
            statement.setObject(7, EvidenceSearch.utc(start()));
            statement.setObject(8, EvidenceSearch.utc(end()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    places.computeIfAbsent(rows.getString(1), node -> new TreeMap<>())
                            .computeIfAbsent(rows.getLong(2), sequence -> new HashSet<>())
                            .add(rows.getInt(3));
                }
            }
        }
        return places;
    }

    private static Map<String, Long> signed(Connection connection) throws SQLException {
        Map<String, Long> signed = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SIGNED);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                signed.put(rows.getString(1), rows.getLong(2));
            }
        }
        return signed;
    }

    private static long number(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private Instant start() {
        return from == null ? Instant.EPOCH : from;
    }

    private Instant end() {
        return until == null ? Instant.parse("9999-01-01T00:00:00Z") : until;
    }

    private static void put(Map<String, String> stated, String name, @Nullable Object value) {
        if (value != null) {
            stated.put(name, value.toString());
        }
    }
}
