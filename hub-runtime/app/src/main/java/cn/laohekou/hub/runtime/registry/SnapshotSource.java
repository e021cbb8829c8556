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
 * and kept for as long as it runs. Used by one thread at a time.
 */
final class SnapshotSource {

    private final DataSource dataSource;
    private final Vault vault;
    private final ZoneId zone;
    private Map<Key, ObjectNode> specs = new HashMap<>();

    SnapshotSource(DataSource dataSource, Vault vault, ZoneId zone) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.zone = zone;
    }

    private record Key(String kind, String name, int number) {}

    private record Row(Key key, String department, String state) {}

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
        PolicySnapshot policy = PolicySnapshot.build(
                epoch, systems(connection), resources(rows), grants(rows, enabledPurposes(connection)), zone);
        return new Snapshot(number, policy, connectors(rows, Vault.load(connection)), outgoing(connection));
    }

    private static long number(Connection connection) throws SQLException {
        return Sql.list(connection, "SELECT number FROM registry.change_number WHERE id = 1", row -> row.getLong(1))
                .get(0);
    }

    private void readSpecs(Connection connection, List<Row> rows) throws SQLException {
        Map<Key, ObjectNode> wanted = new HashMap<>(2 * rows.size());
        List<Key> missing = new ArrayList<>();
        for (Row row : rows) {
            ObjectNode known = specs.get(row.key());
            if (known == null) {
                missing.add(row.key());
            } else {
                wanted.put(row.key(), known);
            }
        }
        if (missing.size() > 50) {
            Sql.list(
                    connection,
                    "SELECT r.kind, r.name, r.number, r.spec FROM registry.revision r JOIN registry.object o"
                            + " ON o.kind = r.kind AND o.name = r.name AND o.running = r.number",
                    row -> wanted.put(
                            new Key(row.getString(1), row.getString(2), row.getInt(3)), Json.stored(row.getString(4))));
        } else {
            for (Key key : missing) {
                Sql.list(
                        connection,
                        "SELECT spec FROM registry.revision WHERE kind = ? AND name = ? AND number = ?",
                        row -> wanted.put(key, Json.stored(row.getString(1))),
                        key.kind(),
                        key.name(),
                        key.number());
            }
        }
        specs = wanted;
    }

    private static List<ConsumerSystem> systems(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT id, department, enabled FROM registry.system",
                row -> new ConsumerSystem(row.getString(1), row.getString(2), row.getBoolean(3)));
    }

    private static Set<String> enabledPurposes(Connection connection) throws SQLException {
        return new HashSet<>(
                Sql.list(connection, "SELECT code FROM registry.purpose WHERE enabled", row -> row.getString(1)));
    }

    private ObjectNode spec(Row row) {
        ObjectNode spec = specs.get(row.key());
        return spec == null ? Json.object() : spec;
    }

    /** A paused resource is not there for anybody. */
    private List<Resource> resources(List<Row> rows) {
        return rows.stream()
                .filter(row ->
                        row.key().kind().equals("resource") && row.state().equals("active"))
                .map(row -> ResourceSpec.read(
                        row.key().name(), row.department(), row.key().number(), spec(row), new ArrayList<>()))
                .toList();
    }

    private List<Grant> grants(List<Row> rows, Set<String> purposes) {
        return rows.stream()
                .filter(row -> row.key().kind().equals("grant"))
                .map(row -> withPurposes(
                        GrantSpec.read(
                                row.key().name(),
                                row.key().number(),
                                Grant.State.valueOf(row.state().toUpperCase(Locale.ROOT)),
                                spec(row),
                                new ArrayList<>()),
                        purposes))
                .toList();
    }

    private static Grant withPurposes(Grant grant, Set<String> enabled) {
        if (enabled.containsAll(grant.purposes())) {
            return grant;
        }
        Set<String> left = grant.purposes().stream().filter(enabled::contains).collect(Collectors.toSet());
        return new Grant(
                grant.id(),
                grant.revision(),
                grant.system(),
                grant.resource(),
                grant.operations(),
                left,
                grant.fields(),
                grant.masks(),
                grant.validFrom(),
                grant.validUntil(),
                grant.windows(),
                grant.networks(),
                grant.perDay(),
                grant.perMonth(),
                grant.perSecond(),
                grant.caseRequired(),
                grant.personRequired(),
                grant.state());
    }

    private List<DesiredConnector> connectors(List<Row> rows, Map<UUID, byte[]> sealed) {
        return rows.stream()
                .filter(row -> row.key().kind().equals("connector"))
                .map(row -> desired(
                        row.key().name(),
                        row.department(),
                        row.key().number(),
                        ObjectState.of(row.state()),
                        spec(row),
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
