package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import cn.laohekou.hub.routes.ConnectorInstance;
import cn.laohekou.hub.routes.ConnectorRoutes;
import cn.laohekou.hub.runtime.epoch.CommitGate;
import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.epoch.EpochWatch;
import cn.laohekou.hub.runtime.evidence.JdbcEvidenceStore;
import cn.laohekou.hub.runtime.evidence.WriterConnections;
import cn.laohekou.hub.runtime.exchange.ServiceKeyring;
import cn.laohekou.hub.runtime.job.Counts;
import cn.laohekou.hub.runtime.job.Job;
import cn.laohekou.hub.runtime.job.JobState;
import cn.laohekou.hub.runtime.job.RunningJob;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.runtime.registry.SnapshotOf;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Field;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.Resource;
import cn.laohekou.hub.security.policy.SharingType;
import cn.laohekou.hub.security.policy.ValueType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.postgresql.ds.PGSimpleDataSource;

/** The table pattern over real databases: the hub's own, a source and a target, reached through real connector routes. */
@SuppressWarnings("try") // whoever is interrupted while closing wants to know
final class TableFixture implements AutoCloseable {

    static final String STREAM = "coc-persons";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final RegistryFixture registry;
    final KeyService keys = new SoftwareKeyService(MasterKey.of(new byte[MasterKey.BYTES]));
    final TestDatabases databases;
    final TableParts parts;
    final PGSimpleDataSource source;
    final PGSimpleDataSource target;
    final EpochLease lease = new EpochLease();
    final CommitGate commits = new CommitGate(lease);
    final AtomicLong fence = new AtomicLong();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ConnectorRoutes routes;
    private final Ledger ledger;
    private final EpochWatch watch;
    volatile Snapshot snapshot;
    volatile Snapshot next;

    private static final List<Field> PERSONS = List.of(
            field("id", ValueType.INTEGER, "none", false),
            field("name", ValueType.STRING, "name", false),
            field("id_no", ValueType.STRING, "cover:6,4", true),
            field("town", ValueType.STRING, "none", false),
            field("amount", ValueType.NUMBER, "none", false),
            field("updated_at", ValueType.STRING, "none", false),
            field("secret", ValueType.STRING, "none", false));

    private final List<Field> fields;

    TableFixture(ExchangeShape.Table shape, Map<String, Object> delivery) throws Exception {
        this(shape, delivery, PERSONS);
    }

    TableFixture(ExchangeShape.Table shape, Map<String, Object> delivery, List<Field> fields) throws Exception {
        this.fields = fields;
        registry = new RegistryFixture();
        PGSimpleDataSource hub = (PGSimpleDataSource) registry.runtime;
        WriterConnections writers =
                WriterConnections.to(hub.getUrl(), "hub_runtime", Objects.requireNonNull(hub.getPassword()));
        ledger = new Ledger(new JdbcEvidenceStore(writers), LedgerSettings.of("node-table", "test"), Clock.systemUTC());
        ledger.start();
        int number = NUMBER.incrementAndGet();
        source = Counterparts.database("source_" + number);
        target = Counterparts.database("target_" + number);
        OutgoingGuard guard =
                (connector, host, port) -> CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
        camel.getRegistry().bind(OutgoingGuard.BEAN, guard);
        camel.start();
        routes = new ConnectorRoutes(camel);
        start("police-front", source, "postgres");
        start("coc-front", target, "postgres");
        databases = new TestDatabases(new ConnectorDatabases(camel, routes::entry, name -> 1));
        snapshot = snapshot(shape, delivery, Grant.State.ACTIVE, epoch());
        next = snapshot;
        watch = new EpochWatch(writers, "node-table", lease, new Node());
        watch.start();
        parts = new TableParts(
                () -> snapshot,
                () -> snapshot = next,
                ledger,
                new EvidenceKeys(keys),
                new ServiceKeyring(keys, system -> List.of(), Clock.systemUTC()),
                keys,
                commits,
                databases,
                registry.runtime,
                Clock.systemUTC());
    }

    private final class Node implements EpochWatch.Node {
        @Override
        public long changeNumber() {
            return -1;
        }

        @Override
        public void reload() {}

        @Override
        public CompletionStage<Void> recheck() {
            return commits.drained();
        }
    }

    private void start(String connector, PGSimpleDataSource database, String user) throws Exception {
        connect(
                connector,
                "jdbc:postgresql://127.0.0.1:" + database.getPortNumbers()[0] + "/" + database.getDatabaseName(),
                user,
                user);
    }

    /** A connector goes on, to this database. */
    void connect(String connector, String url, String user, String password) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("url", url);
        settings.put("user", user);
        settings.put("password", password.toCharArray());
        settings.put("connectTimeoutMs", 2000);
        routes.start(new ConnectorInstance(
                connector, 1, PluginCatalogue.ofRelease().find("table").orElseThrow(), settings));
    }

    /** The target's connector goes on as another user of its database. */
    void targetAs(String user) throws Exception {
        start("coc-front", target, user);
    }

    void suspend(String connector) throws Exception {
        routes.suspend(connector);
    }

    void resume(String connector) throws Exception {
        routes.resume(connector);
    }

    static ExchangeShape.Table full(int chunk, int lanes) {
        return new ExchangeShape.Table("person", List.of("id"), null, 0, null, chunk, lanes);
    }

    static ExchangeShape.Table watermark(int chunk) {
        return new ExchangeShape.Table("person", List.of("id"), "updated_at", 60, null, chunk, 2);
    }

    static ExchangeShape.Table status(int chunk) {
        return new ExchangeShape.Table(
                "person", List.of("id"), null, 0, new ExchangeShape.Table.Status("flag", "0", "1"), chunk, 1);
    }

    static Map<String, Object> delivery() {
        return Map.of("connector", "coc-front", "target", "person");
    }

    static Field field(String name, ValueType type, String mask, boolean subject) {
        return new Field(name, name, type, Field.Sensitivity.NONE, mask, subject);
    }

    private Snapshot snapshot(ExchangeShape.Table shape, Map<String, Object> delivery, Grant.State state, long epoch) {
        Resource resource = new Resource(
                "persons",
                "人口",
                RegistryFixture.POLICE,
                "police-front",
                SharingType.CONDITIONAL,
                3,
                1024,
                1,
                List.of(Objects.requireNonNull(shape.operation())),
                fields,
                null,
                shape);
        Map<String, Object> conditions = new HashMap<>();
        conditions.put("delivery", delivery);
        if (fields == PERSONS) {
            conditions.put("rows", List.of(Map.of("field", "town", "notIn", List.of("elsewhere"))));
        }
        Grant grant = new Grant(
                STREAM,
                1,
                "city-operation",
                "persons",
                Set.of("rows"),
                Set.of("grid-dispatch"),
                fields.stream()
                        .map(Field::name)
                        .filter(name -> !name.equals("secret"))
                        .toList(),
                Map.of(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2099-01-01T00:00:00Z"),
                0,
                0,
                0,
                conditions,
                List.of(),
                state);
        PolicySnapshot policy = PolicySnapshot.build(
                epoch,
                List.of(new ConsumerSystem("city-operation", RegistryFixture.CITY, true)),
                List.of(resource),
                List.of(grant),
                ZoneId.of("Asia/Shanghai"));
        return SnapshotOf.policy(policy, Set.of("police-front", "coc-front"));
    }

    /** Withdraws the grant as the registry does: the epoch is raised first, the policy follows. */
    void revoke(ExchangeShape.Table shape) throws SQLException {
        try (Connection connection = registry.owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE registry.policy_epoch SET epoch = epoch + 1");
        }
        next = snapshot(shape, delivery(), Grant.State.REVOKED, epoch());
    }

    private long epoch() throws SQLException {
        return registry.number("SELECT epoch FROM registry.policy_epoch");
    }

    long intents() throws SQLException {
        return registry.number("SELECT count(*) FROM ledger.record WHERE kind = 1");
    }

    RunningJob job(UUID id, boolean acceptSchema) {
        return job(id, TableWork.KIND, Json.object().put("acceptSchema", acceptSchema));
    }

    /** A reconciliation from its begin to its end. */
    JsonNode reconcile(boolean resupply) throws Exception {
        RunningJob job = job(
                UUID.randomUUID(), ReconciliationWork.KIND, Json.object().put(ReconciliationWork.RESUPPLY, resupply));
        new ReconciliationWork(parts).run(job);
        return Json.stored(query(
                        (PGSimpleDataSource) registry.owner,
                        "SELECT convert_from(report, 'UTF8') FROM job.reconciliation ORDER BY made_at DESC LIMIT 1")
                .get(0));
    }

    private RunningJob job(UUID id, String kind, ObjectNode parameters) {
        Job job = new Job(
                id,
                kind,
                STREAM,
                RegistryFixture.POLICE,
                RegistryFixture.CITY,
                JobState.RUNNING,
                null,
                "cheng",
                new Job.Times(Instant.now(), null, null),
                "node-1",
                -1,
                Counts.NONE,
                parameters,
                Json.object());
        return new RunningJob(job, fence.incrementAndGet());
    }

    /** A job from its begin to its end. */
    RunningJob run() throws Exception {
        RunningJob job = job(UUID.randomUUID(), false);
        new TableWork(parts).run(job);
        return job;
    }

    static void execute(PGSimpleDataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static List<String> query(PGSimpleDataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    static final String COLUMNS = "id bigint PRIMARY KEY, name text, id_no char(18), town text, amount numeric(12,2),"
            + " updated_at timestamptz";

    /** So many persons in the source, an empty table in the target. */
    void persons(int rows) throws SQLException {
        execute(
                source,
                "CREATE TABLE person (" + COLUMNS + ", secret text, flag text DEFAULT '0')",
                "INSERT INTO person SELECT i, '王小明', lpad(i::text, 18, '0'), CASE WHEN i % 10 = 0 THEN 'elsewhere' ELSE"
                        + " 'here' END, i / 100.0, timestamptz '2026-01-01' + i * interval '1 second', 's' FROM"
                        + " generate_series(1, " + rows + ") i");
        execute(target, "CREATE TABLE person (" + COLUMNS + ")");
    }

    @Override
    public void close() throws Exception {
        watch.close();
        camel.close();
        ledger.close();
        registry.close();
    }
}
