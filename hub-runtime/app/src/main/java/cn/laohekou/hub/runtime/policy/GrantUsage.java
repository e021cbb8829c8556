package cn.laohekou.hub.runtime.policy;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.RecordKind;
import cn.laohekou.hub.security.policy.Grant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What of a grant was used, by what the ledger has on record. */
public final class GrantUsage {

    /** The operations, purposes and fields of one grant's records, each combination once. */
    private static final String USED = "SELECT b.doc ->> 'operation', r.purpose, f.name, max(r.at), count(*)"
            + " FROM ledger.record r"
            + " CROSS JOIN LATERAL (SELECT convert_from(r.body, 'UTF8')::json AS doc) b"
            + " LEFT JOIN LATERAL json_object_keys(b.doc -> 'fields') AS f(name) ON true"
            + " WHERE r.kind = ? AND r.at >= ? AND r.grant_id = ?"
            + " GROUP BY 1, 2, 3";

    private final DataSource source;
    private final FieldValues values;

    /**
     * @param source connections that may read the ledger
     * @param keys tells which fields were released without any value
     */
    public GrantUsage(DataSource source, EvidenceKeys keys) {
        this.source = source;
        this.values = new FieldValues(keys);
    }

    /**
     * What a grant allows and nobody used.
     *
     * @param grant the grant as approved
     * @param calls releases under it
     * @param lastUsed time of the latest; null when there was none
     * @param operations operations never called
     * @param purposes purposes never stated
     * @param fields fields never released, or never with a value
     * @param withoutValue those of the fields that were released, but never with a value
     */
    public record Unused(
            Grant grant,
            long calls,
            @Nullable Instant lastUsed,
            Set<String> operations,
            Set<String> purposes,
            Set<String> fields,
            Set<String> withoutValue) {

        /** Whether nobody used anything of it. */
        public boolean whole() {
            return calls == 0;
        }

        /** Whether there is nothing to cut. */
        public boolean nothing() {
            return operations.isEmpty() && purposes.isEmpty() && fields.isEmpty();
        }
    }

    private static final class Used {
        private final Set<String> operations = new HashSet<>();
        private final Set<String> purposes = new HashSet<>();
        private final Set<String> fields = new HashSet<>();
        private final Map<String, Long> calls = new HashMap<>();
        private @Nullable Instant last;
    }

    /**
     * Finds what was not used.
     *
     * @param grants the grants of interest
     * @param since first instant looked at
     * @return one entry per grant whose running revision was decided on before, in the order given
     */
    public List<Unused> since(List<Grant> grants, Instant since) {
        List<Unused> unused = new ArrayList<>();
        try (Connection connection = source.getConnection()) {
            for (Grant grant : grants) {
                if (inForceBefore(connection, grant, since)) {
                    Used used = used(connection, grant.id(), since);
                    Set<String> released = new TreeSet<>(grant.fields());
                    released.retainAll(used.fields);
                    unused.add(compare(grant, used, values.never(connection, grant.id(), since, released)));
                }
            }
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
        return unused;
    }

    /** What was approved later had no time to be used. */
    private static boolean inForceBefore(Connection connection, Grant grant, Instant since) throws SQLException {
        return Sql.exists(
                connection,
                "SELECT 1 FROM registry.revision WHERE kind = 'grant' AND name = ? AND number = ? AND decided_at <= ?",
                grant.id(),
                grant.revision(),
                since);
    }

    private static Used used(Connection connection, String grant, Instant since) throws SQLException {
        Used used = new Used();
        try (PreparedStatement statement = connection.prepareStatement(USED)) {
            statement.setInt(1, RecordKind.INTENT.code());
            statement.setObject(2, since.atOffset(ZoneOffset.UTC));
            statement.setString(3, grant);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    take(used, row);
                }
            }
        }
        return used;
    }

    private static void take(Used used, ResultSet row) throws SQLException {
        String operation = String.valueOf(row.getString(1));
        String purpose = String.valueOf(row.getString(2));
        used.operations.add(operation);
        used.purposes.add(purpose);
        String field = row.getString(3);
        if (field != null) {
            used.fields.add(field);
        }
        Instant last = row.getObject(4, OffsetDateTime.class).toInstant();
        used.last = used.last == null || last.isAfter(used.last) ? last : used.last;
        // One row per field: the largest count of a combination is its number of calls.
        used.calls.merge(operation + " " + purpose, row.getLong(5), Math::max);
    }

    private static Unused compare(Grant grant, Used used, Set<String> withoutValue) {
        Set<String> fields = without(new HashSet<>(grant.fields()), used.fields);
        fields.addAll(withoutValue);
        return new Unused(
                grant,
                used.calls.values().stream().mapToLong(Long::longValue).sum(),
                used.last,
                without(grant.operations(), used.operations),
                without(grant.purposes(), used.purposes),
                fields,
                withoutValue);
    }

    private static Set<String> without(Set<String> granted, Set<String> used) {
        Set<String> left = new TreeSet<>(granted);
        left.removeAll(used);
        return left;
    }
}
