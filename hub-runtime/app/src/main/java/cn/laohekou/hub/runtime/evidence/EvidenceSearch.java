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
import org.jspecify.annotations.Nullable;

/** Reads records of the ledger by exchange and by search. */
public final class EvidenceSearch {

    private static final String COLUMNS = "SELECT r.node, r.sequence, r.ordinal, r.kind, r.at, r.exchange, r.body";

    /** The key only finds candidates; the digest stands in the record itself, or in its attached list. */
    private static final String SUBJECT_IN_BODY = "(position(?::bytea IN r.body) > 0 OR EXISTS"
            + " (SELECT 1 FROM ledger.subject_list l WHERE l.node = r.node AND l.sequence = r.sequence"
            + " AND l.ordinal = r.ordinal AND position(?::bytea IN l.digests) > 0))";

    private static final String ORDER = " ORDER BY r.at DESC, r.node DESC, r.sequence DESC, r.ordinal DESC LIMIT ?";

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
        String sql = COLUMNS + " FROM ledger.record r WHERE r.exchange = ? ORDER BY r.at, r.sequence, r.ordinal";
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
        Conditions where = conditions(query);
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(COLUMNS + where.text() + ORDER)) {
            int next = where.bind(statement);
            // One more than asked for tells whether there is another page.
            statement.setInt(next, query.limit() + 1);
            List<FoundRecord> found = read(statement);
            if (found.size() <= query.limit()) {
                return new EvidencePage(found, null);
            }
            List<FoundRecord> page = found.subList(0, query.limit());
            return new EvidencePage(page, Cursor.of(page.get(page.size() - 1)).text());
        }
    }

    private static Conditions conditions(EvidenceQuery query) {
        Conditions where = new Conditions();
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
            Cursor cursor = Cursor.parse(after);
            where.add("(r.at, r.node, r.sequence, r.ordinal) < (?, ?, ?, ?)", utc(cursor.at()));
            where.more(cursor.node(), cursor.sequence(), cursor.ordinal());
        }
        return where;
    }

    private static List<FoundRecord> read(PreparedStatement statement) throws SQLException {
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

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /** Conditions joined by AND, with their values. */
    private static final class Conditions {

        private final StringBuilder text = new StringBuilder(" FROM ledger.record r WHERE true");
        private final List<Object> values = new ArrayList<>();

        void add(String condition, Object value) {
            text.append(" AND ").append(condition);
            values.add(value);
        }

        void addIf(String condition, @Nullable Object value) {
            if (value != null) {
                add(condition, value);
            }
        }

        void more(Object... rest) {
            values.addAll(List.of(rest));
        }

        String text() {
            return text.toString();
        }

        /** Sets the values; returns the number of the next parameter. */
        int bind(PreparedStatement statement) throws SQLException {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return values.size() + 1;
        }
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
