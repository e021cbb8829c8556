package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.Batch;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceStore;
import cn.laohekou.hub.security.evidence.SearchKeys;
import cn.laohekou.hub.security.evidence.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch in one statement and one round trip: takes the policy epoch's row lock shared, and inserts batch,
 * records and subjects only if that epoch is the expected one. When another transaction is raising the epoch, the lock
 * waits for it, and the comparison then sees the raised value.
 */
final class BatchStatement {

    static final String SQL = "WITH e AS MATERIALIZED (SELECT epoch FROM registry.policy_epoch WHERE id = 1 FOR SHARE),"
            + " go AS MATERIALIZED (SELECT ?::text AS node, ?::bigint AS sequence FROM e"
            + " WHERE e.epoch = ?::bigint OR ?::bigint = 0),"
            + " b AS (INSERT INTO ledger.batch (node, sequence, header, leaves)"
            + " SELECT go.node, go.sequence, ?::bytea, ?::bytea FROM go),"
            + " r AS (INSERT INTO ledger.record (sequence, at, exchange, ordinal, kind, counted, node, system, resource,"
            + " purpose, grant_id, body, subjects)"
            + " SELECT go.sequence, timestamptz 'epoch' + u.at * interval '1 microsecond', u.exchange, u.n - 1, u.kind,"
            + " u.counted, go.node, u.system, u.resource, u.purpose, u.grant_id, u.body,"
            + " CASE WHEN u.above > u.below THEN k.keys[u.below + 1:u.above] END"
            + " FROM go, (SELECT ?::bigint[] AS keys) k, unnest(?::bigint[], ?::uuid[], ?::smallint[], ?::boolean[],"
            + " ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::integer[], ?::integer[]) WITH ORDINALITY"
            + " AS u (at, exchange, kind, counted, system, resource, purpose, grant_id, body, below, above, n)),"
            + " l AS (INSERT INTO ledger.subject_list (node, sequence, ordinal, digests)"
            + " SELECT go.node, go.sequence, u.ordinal, u.digests"
            + " FROM go, unnest(?::integer[], ?::bytea[]) AS u (ordinal, digests)),"
            // Rows of this node alone: two nodes' batches never wait for each other here.
            + " t AS (INSERT INTO exchange.balance AS f (node, account, day, what, count)"
            + " SELECT go.node, u.account, u.day::date, u.what, count(*)"
            + " FROM go, unnest(?::text[], ?::text[], ?::text[]) AS u (account, day, what)"
            + " GROUP BY 1, 2, 3, 4"
            + " ON CONFLICT (node, account, day, what) DO UPDATE SET count = f.count + excluded.count)"
            + " SELECT e.epoch, EXISTS (SELECT 1 FROM go) FROM e";

    private static final long MICROS = 1_000_000;

    private BatchStatement() {}

    static EvidenceStore.Written run(PreparedStatement statement, Batch batch, long expectedEpoch) throws SQLException {
        statement.setString(1, batch.header().node());
        statement.setLong(2, batch.header().sequence());
        statement.setLong(3, expectedEpoch);
        statement.setLong(4, expectedEpoch);
        statement.setBytes(5, batch.headerBytes());
        statement.setBytes(6, batch.leaves());
        bindRecords(statement, batch.entries());
        bindLists(statement, batch.entries());
        bindTallies(statement, batch.entries());
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("registry.policy_epoch holds no row");
            }
            return new EvidenceStore.Written(row.getBoolean(2), row.getLong(1));
        }
    }

    private static void bindRecords(PreparedStatement statement, List<EvidenceEntry> entries) throws SQLException {
        Columns columns = new Columns(entries);
        for (int i = 0; i < entries.size(); i++) {
            columns.put(i, entries.get(i));
        }
        Connection connection = statement.getConnection();
        statement.setArray(7, connection.createArrayOf("int8", columns.subjects));
        statement.setArray(8, connection.createArrayOf("int8", columns.at));
        statement.setArray(9, connection.createArrayOf("uuid", columns.exchange));
        statement.setArray(10, connection.createArrayOf("int2", columns.kind));
        statement.setArray(11, connection.createArrayOf("bool", columns.counted));
        statement.setArray(12, connection.createArrayOf("text", columns.system));
        statement.setArray(13, connection.createArrayOf("text", columns.resource));
        statement.setArray(14, connection.createArrayOf("text", columns.purpose));
        statement.setArray(15, connection.createArrayOf("text", columns.grant));
        statement.setArray(16, connection.createArrayOf("bytea", columns.body));
        statement.setArray(17, connection.createArrayOf("int4", columns.below));
        statement.setArray(18, connection.createArrayOf("int4", columns.above));
    }

    private static void bindLists(PreparedStatement statement, List<EvidenceEntry> entries) throws SQLException {
        int count = 0;
        for (EvidenceEntry entry : entries) {
            count += entry.attachment() == null ? 0 : 1;
        }
        Integer[] ordinals = new Integer[count];
        byte[][] lists = new byte[count][];
        int at = 0;
        for (int i = 0; i < entries.size(); i++) {
            byte[] list = entries.get(i).attachment();
            if (list != null) {
                ordinals[at] = i;
                lists[at++] = list;
            }
        }
        Connection connection = statement.getConnection();
        statement.setArray(19, connection.createArrayOf("int4", ordinals));
        statement.setArray(20, connection.createArrayOf("bytea", lists));
    }

    private static void bindTallies(PreparedStatement statement, List<EvidenceEntry> entries) throws SQLException {
        List<String> accounts = new ArrayList<>();
        List<String> days = new ArrayList<>();
        List<String> whats = new ArrayList<>();
        for (EvidenceEntry entry : entries) {
            for (Tally tally : entry.tallies()) {
                accounts.add(tally.account());
                days.add(tally.day().toString());
                whats.add(tally.what());
            }
        }
        Connection connection = statement.getConnection();
        statement.setArray(21, connection.createArrayOf("text", accounts.toArray()));
        statement.setArray(22, connection.createArrayOf("text", days.toArray()));
        statement.setArray(23, connection.createArrayOf("text", whats.toArray()));
    }

    /** The columns of a batch's records, as the driver takes them in binary. */
    private static final class Columns {

        private final Long[] at;
        private final @Nullable UUID[] exchange;
        private final Short[] kind;
        private final Boolean[] counted;
        private final @Nullable String[] system;
        private final @Nullable String[] resource;
        private final @Nullable String[] purpose;
        private final @Nullable String[] grant;
        private final byte[][] body;

        /** Search digests of all records; record i holds those from below[i] to above[i]. */
        private final Long[] subjects;

        private final Integer[] below;
        private final Integer[] above;
        private int filled;

        Columns(List<EvidenceEntry> entries) {
            int count = entries.size();
            int keys = 0;
            for (EvidenceEntry entry : entries) {
                keys += entry.searchDigests().length;
            }
            subjects = new Long[keys];
            below = new Integer[count];
            above = new Integer[count];
            at = new Long[count];
            exchange = new UUID[count];
            kind = new Short[count];
            counted = new Boolean[count];
            system = new String[count];
            resource = new String[count];
            purpose = new String[count];
            grant = new String[count];
            body = new byte[count][];
        }

        void put(int i, EvidenceEntry entry) {
            SearchKeys keys = entry.record().keys();
            Instant when = entry.record().at();
            at[i] = when.getEpochSecond() * MICROS + when.getNano() / 1_000;
            exchange[i] = keys.exchange();
            kind[i] = entry.record().kind().code();
            counted[i] = keys.counted();
            system[i] = keys.system();
            resource[i] = keys.resource();
            purpose[i] = keys.purpose();
            grant[i] = keys.grant();
            body[i] = entry.bytes();
            below[i] = filled;
            for (long digest : entry.searchDigests()) {
                subjects[filled++] = digest;
            }
            above[i] = filled;
        }
    }
}
