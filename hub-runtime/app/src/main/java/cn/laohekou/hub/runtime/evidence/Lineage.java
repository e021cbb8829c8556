package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.SearchDigest;
import cn.laohekou.hub.security.evidence.Subjects;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Finds releases by whom they were about, who asked, and for what. A person or a case is found through the index on the
 * records' search digests. Everything else goes by grant: a grant is one consumer, one resource and its purposes, so the
 * registry tells which grants a search means, and one index in the order of grant and time yields the newest of each.
 */
public final class Lineage {

    private static final String GRANTS = "SELECT DISTINCT v.name FROM registry.revision v WHERE v.kind = 'grant'"
            + " AND (?::text IS NULL OR v.spec ->> 'system' = ?) AND (?::text IS NULL OR v.spec ->> 'resource' = ?)"
            + " AND (?::text IS NULL OR v.spec -> 'purposes' @> to_jsonb(?::text))"
            + " AND (?::text IS NULL OR v.spec -> 'fields' @> to_jsonb(?::text))";

    private static final String OUTCOMES =
            "SELECT exchange, body FROM ledger.record WHERE exchange = ANY (?) AND kind = 2";

    private final DataSource source;

    /**
     * Lineage over one database.
     *
     * @param source connections that may read ledger and registry
     */
    public Lineage(DataSource source) {
        this.source = source;
    }

    /**
     * Searches.
     *
     * @param query what for
     * @throws IllegalArgumentException when the cursor cannot be read
     */
    public EvidencePage search(LineageQuery query) throws SQLException {
        try (Connection connection = source.getConnection()) {
            SearchText text = text(connection, query);
            try (PreparedStatement statement = connection.prepareStatement(text.sql())) {
                text.bind(statement);
                return EvidenceSearch.page(EvidenceSearch.read(statement), query.limit());
            }
        }
    }

    /**
     * How each exchange ended.
     *
     * @param exchanges exchange ids
     * @return the outcome records as JSON text; an exchange whose process ended before is absent
     */
    public Map<UUID, String> outcomes(List<UUID> exchanges) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(OUTCOMES)) {
            statement.setArray(1, connection.createArrayOf("uuid", exchanges.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                Map<UUID, String> outcomes = new HashMap<>();
                while (rows.next()) {
                    outcomes.put(rows.getObject(1, UUID.class), new String(rows.getBytes(2), StandardCharsets.UTF_8));
                }
                return outcomes;
            }
        }
    }

    /** The plan the database makes for a search, for operations and tests. */
    String plan(LineageQuery query) throws SQLException {
        try (Connection connection = source.getConnection()) {
            SearchText text = text(connection, query);
            try (PreparedStatement statement =
                    connection.prepareStatement("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + text.sql())) {
                text.bind(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    StringBuilder plan = new StringBuilder();
                    while (rows.next()) {
                        plan.append(rows.getString(1)).append('\n');
                    }
                    return plan.toString();
                }
            }
        }
    }

    private static SearchText text(Connection connection, LineageQuery query) throws SQLException {
        SearchText text = new SearchText();
        if (query.personal()) {
            text.begin("SELECT " + EvidenceSearch.COLUMNS + " FROM ledger.record r WHERE r.kind = 1");
            common(text, query);
            text.addIf("r.system = ?", query.system());
            text.addIf("r.resource = ?", query.resource());
            people(text, query);
            return text.end(query.limit() + 1);
        }
        Array grants =
                connection.createArrayOf("text", grants(connection, query).toArray());
        text.begin("SELECT r.* FROM unnest(?::text[]) AS g (id) CROSS JOIN LATERAL (SELECT " + EvidenceSearch.COLUMNS
                + " FROM ledger.record r WHERE r.kind = 1 AND r.grant_id = g.id");
        text.value(grants);
        common(text, query);
        text.endInner(query.limit() + 1);
        return text.end(query.limit() + 1);
    }

    private static void common(SearchText text, LineageQuery query) {
        text.add("r.at >= ?", EvidenceSearch.utc(query.from()));
        text.add("r.at < ?", EvidenceSearch.utc(query.until()));
        text.addIf("r.purpose = ?", query.purpose());
        // What the registry says a grant may release is not what was released: the record decides.
        text.addIf("convert_from(r.body, 'UTF8')::json -> 'fields' -> ?::text IS NOT NULL", query.field());
        String cursor = query.cursor();
        if (cursor != null) {
            EvidenceSearch.after(cursor, text);
        }
    }

    /** The keys only find candidates; the digests and the case number stand in the record itself. */
    private static void people(SearchText text, LineageQuery query) {
        if (!query.subjects().isEmpty()) {
            List<String> either = new ArrayList<>();
            for (byte[] digest : query.subjects()) {
                either.add("(r.subjects @> ARRAY[?::bigint] AND " + EvidenceSearch.SUBJECT_IN_BODY + ")");
                text.value(Subjects.key(digest));
                text.value(HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII));
                text.value(digest);
            }
            text.condition(either.stream().collect(Collectors.joining(" OR ", "(", ")")));
        }
        if (!query.persons().isEmpty()) {
            List<String> either = new ArrayList<>();
            for (String person : query.persons()) {
                either.add("(r.subjects @> ARRAY[?::bigint] AND convert_from(r.body, 'UTF8')::json ->> 'person' = ?)");
                text.value(SearchDigest.ofPerson(person));
                text.value(person);
            }
            text.condition(either.stream().collect(Collectors.joining(" OR ", "(", ")")));
        }
        String caseNumber = query.caseNumber();
        if (caseNumber != null) {
            text.add("r.subjects @> ARRAY[?::bigint]", SearchDigest.ofCase(caseNumber));
            text.add("convert_from(r.body, 'UTF8')::json ->> 'case' = ?", caseNumber);
        }
    }

    private static List<String> grants(Connection connection, LineageQuery query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GRANTS)) {
            String[] asked = {query.system(), query.resource(), query.purpose(), query.field()};
            for (int i = 0; i < asked.length; i++) {
                statement.setString(2 * i + 1, asked[i]);
                statement.setString(2 * i + 2, asked[i]);
            }
            List<String> grants = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    grants.add(rows.getString(1));
                }
            }
            return grants;
        }
    }
}
