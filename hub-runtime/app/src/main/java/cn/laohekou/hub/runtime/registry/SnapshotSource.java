package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.outgoing.AllowedAddress;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.Resource;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Reads what is approved in one consistent view of the database. Revisions never change, so each is read and parsed once
 * and kept for as long as it runs; what did not change is not compiled again either. Used by one thread at a time.
 */
final class SnapshotSource {

    /** From so many missing revisions on, one query for all is cheaper than one for each. */
    private static final int MANY = 50;

    private final DataSource dataSource;
    private final Vault vault;
    private final CredentialSource credentials;
    private Map<Key, Object> parsed = new HashMap<>();
    private PolicySnapshot last;

    SnapshotSource(DataSource dataSource, Vault vault, CredentialSource credentials, ZoneId zone) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.credentials = credentials;
        this.last = PolicySnapshot.empty(zone);
    }

    private record Key(String kind, String name, int number) {}

    private record Row(Key key, String department, String state) {}

    private record Found<T>(Row row, T what) {}

    private record Placed(String department, AllowedAddress address) {}

    /** Number of the latest change. */
    long changeNumber() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return number(connection);
        }
    }

    /** Reads a snapshot. */
    Snapshot load() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                return load(connection);
            } finally {
                connection.rollback();
                connection.setReadOnly(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        }
    }

    private Snapshot load(Connection connection) throws SQLException {
        long number = number(connection);
        long epoch = Sql.list(connection, "SELECT epoch FROM registry.policy_epoch WHERE id = 1", row -> row.getLong(1))
                .get(0);
        List<Row> rows = Sql.list(
                connection,
                "SELECT kind, name, running, department, state FROM registry.object"
                        + " WHERE running IS NOT NULL AND state <> 'retired'",
                row -> new Row(
                        new Key(row.getString(1), row.getString(2), row.getInt(3)),
                        row.getString(4),
                        row.getString(5)));
        readSpecs(connection, rows);
        PolicySnapshot policy =
                last.next(epoch, systems(connection), resources(rows), grants(rows, enabledPurposes(connection)));
        last = policy;
        CredentialSource.Found found = credentials.load(connection);
        return new Snapshot(
                number,
                policy,
                connectors(rows, Vault.load(connection)),
                outgoing(connection),
                names(connection),
                found.callers(),
                found.bodies(),
                SystemClientRows.ends(connection));
    }

    private static long number(Connection connection) throws SQLException {
        return Sql.list(connection, "SELECT number FROM registry.change_number WHERE id = 1", row -> row.getLong(1))
                .get(0);
    }

    private void readSpecs(Connection connection, List<Row> rows) throws SQLException {
        Map<Key, Object> wanted = new HashMap<>(2 * rows.size());
        Map<Key, Row> missing = new HashMap<>();
        for (Row row : rows) {
            Object known = parsed.get(row.key());
            if (known == null) {
                missing.put(row.key(), row);
            } else {
                wanted.put(row.key(), known);
            }
        }
        if (missing.size() > MANY) {
            Sql.list(
                    connection,
                    "SELECT r.kind, r.name, r.number, r.spec FROM registry.revision r JOIN registry.object o"
                            + " ON o.kind = r.kind AND o.name = r.name AND o.running = r.number",
                    found -> {
                        Key key = new Key(found.getString(1), found.getString(2), found.getInt(3));
                        Row row = missing.get(key);
                        return row == null ? key : wanted.put(key, parse(row, Json.stored(found.getString(4))));
                    });
        } else {
            for (Row row : missing.values()) {
                Sql.list(
                        connection,
                        "SELECT spec FROM registry.revision WHERE kind = ? AND name = ? AND number = ?",
                        found -> wanted.put(row.key(), parse(row, Json.stored(found.getString(1)))),
                        row.key().kind(),
                        row.key().name(),
                        row.key().number());
            }
        }
        parsed = wanted;
    }

    /** What was approved once passed every check of its time: what this release cannot read permits nothing. */
    private static Object parse(Row row, ObjectNode spec) {
        Key key = row.key();
        return switch (key.kind()) {
            case "grant" -> GrantSpec.stored(key.name(), key.number(), spec);
            case "resource" -> ResourceSpec.read(key.name(), row.department(), key.number(), spec, new ArrayList<>());
            default -> spec;
        };
    }

    private <T> List<Found<T>> found(List<Row> rows, String kind, Class<T> type) {
        List<Found<T>> found = new ArrayList<>();
        for (Row row : rows) {
            Object what = parsed.get(row.key());
            if (what != null && row.key().kind().equals(kind) && type.isInstance(what)) {
                found.add(new Found<>(row, type.cast(what)));
            }
        }
        return found;
    }

    private static List<ConsumerSystem> systems(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT s.id, s.department, s.enabled, d.suspended FROM registry.system s"
                        + " JOIN registry.department d ON d.code = s.department",
                row -> new ConsumerSystem(row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)));
    }

    private static Names names(Connection connection) throws SQLException {
        return new Names(
                pairs(connection, "SELECT code, name FROM registry.department"),
                pairs(connection, "SELECT code, title FROM registry.purpose"));
    }

    private static Map<String, String> pairs(Connection connection, String query) throws SQLException {
        return Sql.list(connection, query, row -> Map.entry(row.getString(1), row.getString(2))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Set<String> enabledPurposes(Connection connection) throws SQLException {
        return new HashSet<>(
                Sql.list(connection, "SELECT code FROM registry.purpose WHERE enabled", row -> row.getString(1)));
    }

    /** A paused resource is not there for anybody. */
    private List<Resource> resources(List<Row> rows) {
        return found(rows, "resource", Resource.class).stream()
                .filter(found -> found.row().state().equals("active"))
                .map(Found::what)
                .toList();
    }

    private List<Grant> grants(List<Row> rows, Set<String> purposes) {
        return found(rows, "grant", Grant.class).stream()
                .map(found -> asOfNow(
                        found.what(),
                        purposes,
                        Grant.State.valueOf(found.row().state().toUpperCase(Locale.ROOT))))
                .toList();
    }

    private static Grant asOfNow(Grant grant, Set<String> enabled, Grant.State state) {
        if (enabled.containsAll(grant.purposes()) && grant.state() == state) {
            return grant;
        }
        Set<String> left = grant.purposes().stream().filter(enabled::contains).collect(Collectors.toSet());
        return grant.as(state, left);
    }

    private List<DesiredConnector> connectors(List<Row> rows, Map<UUID, byte[]> sealed) {
        return found(rows, "connector", ObjectNode.class).stream()
                .map(found -> desired(
                        found.row().key().name(),
                        found.row().department(),
                        found.row().key().number(),
                        ObjectState.of(found.row().state()),
                        found.what(),
                        sealed))
                .toList();
    }

    DesiredConnector desired(
            String name,
            String department,
            int number,
            ObjectState state,
            ObjectNode stored,
            Map<UUID, byte[]> sealed) {
        ConnectorSpec spec = ConnectorSpec.read(stored, new ArrayList<>());
        return new DesiredConnector(
                name,
                department,
                spec.plugin(),
                number,
                () -> vault.plain(name, spec.settings(), sealed),
                spec.limits(),
                state);
    }

    private static Map<String, List<AllowedAddress>> outgoing(Connection connection) throws SQLException {
        return Sql.list(
                        connection,
                        "SELECT department, block, port FROM registry.outgoing_address",
                        row -> new Placed(row.getString(1), AllowedAddress.of(row.getString(2), row.getInt(3))))
                .stream()
                .collect(Collectors.groupingBy(
                        Placed::department, Collectors.mapping(Placed::address, Collectors.toUnmodifiableList())));
    }
}
