package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.RecordKind;
import cn.laohekou.hub.security.evidence.Subjects;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads records of the ledger by exchange and by search. */
public final class EvidenceSearch {

    static final String COLUMNS = "r.node, r.sequence, r.ordinal, r.kind, r.at, r.exchange, r.body";

    /** The key only finds candidates; the digest stands in the record itself, or in its attached list. */
    static final String SUBJECT_IN_BODY = "(position(?::bytea IN r.body) > 0 OR EXISTS"
            + " (SELECT 1 FROM ledger.subject_list l WHERE l.node = r.node AND l.sequence = r.sequence"
            + " AND l.ordinal = r.ordinal AND position(?::bytea IN l.digests) > 0))";

    private final DataSource source;

    /**
     * Search over one database.
     *
     * @param source connections that may read the ledger
     */
    public EvidenceSearch(DataSource source) {
        this.source = source;
    }

    /**
     * All records of an exchange, oldest first.
     *
     * @param exchange exchange id
     * @return empty when there is none
     */
    public List<FoundRecord> byExchange(UUID exchange) throws SQLException {
        String sql =
                "SELECT " + COLUMNS + " FROM ledger.record r WHERE r.exchange = ? ORDER BY r.at, r.sequence, r.ordinal";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, exchange);
            return read(statement);
        }
    }

    /**
     * Searches.
     *
     * @param query what for
     * @throws IllegalArgumentException when cursor or subject digest cannot be read
     */
    public EvidencePage search(EvidenceQuery query) throws SQLException {
        SearchText text = text(query);
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(text.sql())) {
            text.bind(statement);
            return page(read(statement), query.limit());
        }
    }

    /** A page of what was found with one more than asked for, which tells whether there is another. */
    static EvidencePage page(List<FoundRecord> found, int limit) {
        if (found.size() <= limit) {
            return new EvidencePage(found, null);
        }
        List<FoundRecord> page = found.subList(0, limit);
        return new EvidencePage(page, Cursor.of(page.get(page.size() - 1)).text());
    }

    private static SearchText text(EvidenceQuery query) {
        SearchText where = new SearchText();
        where.begin("SELECT " + COLUMNS + " FROM ledger.record r WHERE true");
        where.add("r.at >= ?", utc(query.from()));
        where.add("r.at < ?", utc(query.until()));
        RecordKind kind = query.kind();
        where.addIf("r.kind = ?", kind == null ? null : kind.code());
        where.addIf("r.system = ?", query.system());
        where.addIf("r.resource = ?", query.resource());
        where.addIf("r.purpose = ?", query.purpose());
        where.addIf("r.grant_id = ?", query.grant());
        String subject = query.subject();
        if (subject != null) {
            byte[] digest = HexFormat.of().parseHex(subject);
            where.add("r.subjects @> ARRAY[?::bigint]", Subjects.key(digest));
            where.add(SUBJECT_IN_BODY, HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII));
            where.more(digest);
        }
        String after = query.cursor();
        if (after != null) {
            after(after, where);
        }
        return where.end(query.limit() + 1);
    }

    /** What stands behind a cursor. */
    static void after(String text, SearchText where) {
        Cursor cursor = Cursor.parse(text);
        where.add("(r.at, r.node, r.sequence, r.ordinal) < (?, ?, ?, ?)", utc(cursor.at()));
        where.more(cursor.node(), cursor.sequence(), cursor.ordinal());
    }

    static List<FoundRecord> read(PreparedStatement statement) throws SQLException {
        List<FoundRecord> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(new FoundRecord(
                        row.getString(1),
                        row.getLong(2),
                        row.getInt(3),
                        RecordKind.ofCode(row.getInt(4)),
                        row.getObject(5, OffsetDateTime.class).toInstant(),
                        row.getObject(6, UUID.class),
                        new String(row.getBytes(7), StandardCharsets.UTF_8)));
            }
        }
        return found;
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /** The last record of a page. */
    private record Cursor(Instant at, String node, long sequence, int ordinal) {

        static Cursor of(FoundRecord last) {
            return new Cursor(last.at(), last.node(), last.sequence(), last.ordinal());
        }

        String text() {
            String plain = at + " " + node + " " + sequence + " " + ordinal;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        }

        static Cursor parse(String text) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
                return new Cursor(
                        Instant.parse(parts[0]), parts[1], Long.parseLong(parts[2]), Integer.parseInt(parts[3]));
            } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
                throw new IllegalArgumentException("cursor 无法识别，请从第一页重新查询 / cursor cannot be read: start over", e);
            }
        }
    }
}
