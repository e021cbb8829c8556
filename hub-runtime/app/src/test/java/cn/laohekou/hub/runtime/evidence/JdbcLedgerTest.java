package cn.laohekou.hub.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.laohekou.hub.security.evidence.ChainReport;
import cn.laohekou.hub.security.evidence.ChainVerifier;
import cn.laohekou.hub.security.evidence.CheckpointFile;
import cn.laohekou.hub.security.evidence.Checkpoints;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Finding;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.LedgerUnavailable;
import cn.laohekou.hub.security.evidence.ManagementWork.Result;
import cn.laohekou.hub.security.evidence.Receipt;
import cn.laohekou.hub.security.evidence.StaleEpoch;
import cn.laohekou.hub.security.evidence.Trust;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on a real PostgreSQL. */
final class JdbcLedgerTest {

    @TempDir
    private Path directory;

    private static TestDatabase database;
    private Ledger ledger;

    @BeforeAll
    static void create() throws Exception {
        database = TestDatabase.fresh();
        database.execute("CREATE TABLE registry.thing (name text PRIMARY KEY)");
        database.execute("GRANT ALL ON registry.thing TO hub_runtime");
    }

    @BeforeEach
    void start() throws Exception {
        database.reset();
        database.execute("TRUNCATE registry.thing");
        ledger = ledger("node-1");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** One append after the other: each acknowledgement must have cost at least one sync of its own. */
    @Test
    void everyAcknowledgedRecordWasPrecededByAWalSync() throws Exception {
        long before = reportedSyncs();
        for (int i = 1; i <= 30; i++) {
            ledger.append(Samples.intent(new UUID(1, i), 1)).get();
        }
        await().untilAsserted(() -> assertThat(reportedSyncs()).isGreaterThanOrEqualTo(before + 30));
    }

    /** The control: commits that are not flushed do not move the counter, so the test above can fail. */
    @Test
    void commitsThatAreNotFlushedAreToldApartByTheCounter() throws Exception {
        long before = reportedSyncs();
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            for (int i = 0; i < 30; i++) {
                statement.execute("INSERT INTO registry.thing VALUES ('" + i + "')");
            }
            statement.execute("SELECT pg_stat_force_next_flush()");
        }
        assertThat(reportedSyncs()).isLessThan(before + 30);
    }

    @Test
    void theChainOfManyConcurrentAppendsVerifies() throws Exception {
        Map<UUID, Receipt> acknowledged = new ConcurrentHashMap<>();
        load(8, 200, new AtomicBoolean(), acknowledged);

        assertThat(acknowledged).hasSize(1_600);
        assertThat(recorded()).containsAllEntriesOf(counts(acknowledged));
        assertThat(verify().findings()).isEmpty();
        assertThat(ledger.metrics().batches()).isLessThan(1_600);
    }

    @Test
    void theChainSurvivesKilledBackendsWithoutForkOrDuplicate() throws Exception {
        Map<UUID, Receipt> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Future<Integer> killer = pool.submit(() -> {
            int killed = 0;
            while (killed < 15) {
                long seen = acknowledged.size();
                killed += (int) database.number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE"
                        + " application_name = 'hub-ledger' AND datname = '" + database.name() + "'");
                await().until(() -> acknowledged.size() > seen + 20);
            }
            stop.set(true);
            return killed;
        });
        load(8, 100_000, stop, acknowledged);
        assertThat(killer.get()).isGreaterThanOrEqualTo(15);
        pool.shutdown();

        assertThat(verify().findings()).isEmpty();
        assertThat(recorded())
                .containsAllEntriesOf(counts(acknowledged))
                .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void aChangeAndItsAuditRecordAreDurableTogether() throws Exception {
        ledger.transact(c -> new Result<>(insert(c, "a"), List.of(Samples.audit("a")), false))
                .get();

        assertThat(database.number("SELECT count(*) FROM registry.thing")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM ledger.record WHERE kind = 5 AND resource = 'grant/a'"))
                .isEqualTo(1);
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aChangeThatFailsLeavesNeitherChangeNorAuditRecord() throws Exception {
        CompletableFuture<String> thrown = ledger.transact(c -> {
            insert(c, "a");
            throw new IllegalStateException("no");
        });
        CompletableFuture<String> unaudited = ledger.transact(c -> new Result<>(insert(c, "b"), List.of(), false));
        CompletableFuture<String> swallowed = ledger.transact(c -> {
            insert(c, "c");
            try {
                insert(c, "c");
            } catch (SQLException duplicate) {
                // A work that goes on after a failed statement.
            }
            return new Result<>("", List.of(Samples.audit("c")), true);
        });

        assertThatThrownBy(thrown::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(unaudited.get()).isEqualTo("b");
        assertThatThrownBy(swallowed::get).hasCauseInstanceOf(SQLException.class);
        assertThat(database.number("SELECT count(*) FROM registry.thing")).isZero();
        assertThat(database.number("SELECT count(*) FROM ledger.record WHERE kind = 5"))
                .isZero();
        assertThat(database.number("SELECT epoch FROM registry.policy_epoch")).isEqualTo(1);
        assertThat(ledger.append(Samples.intent(new UUID(1, 1), 1)).get()).isNotNull();
        assertThat(ledger.metrics().outages()).isZero();
    }

    @Test
    void aChangeCannotEndItsOwnTransaction() throws Exception {
        List<CompletableFuture<String>> attempts = List.of(
                ledger.transact(c -> {
                    insert(c, "a");
                    c.commit();
                    return new Result<>("", List.of(), false);
                }),
                ledger.transact(c -> {
                    c.close();
                    return new Result<>("", List.of(), false);
                }),
                ledger.transact(c -> {
                    c.setAutoCommit(true);
                    return new Result<>("", List.of(), false);
                }));

        for (CompletableFuture<String> attempt : attempts) {
            assertThatThrownBy(attempt::get).hasCauseInstanceOf(SQLException.class);
        }
        assertThat(database.number("SELECT count(*) FROM registry.thing")).isZero();
    }

    @Test
    void afterAnAcknowledgedRestrictionNothingDecidedBeforeItBecomesDurableOnAnyNode() throws Exception {
        Ledger other = ledger("node-2");
        AtomicBoolean restricted = new AtomicBoolean();
        CountDownLatch flowing = new CountDownLatch(50);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Boolean>> lateSuccess = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int worker = i;
            lateSuccess.add(pool.submit(() -> appendedAfter(other, worker, restricted, flowing)));
        }
        flowing.await();

        ledger.transact(c -> new Result<>(insert(c, "a"), List.of(Samples.audit("a")), true))
                .get();
        restricted.set(true);

        for (Future<Boolean> late : lateSuccess) {
            assertThat(late.get()).isFalse();
        }
        pool.shutdown();
        assertThat(other.append(Samples.intent(new UUID(9, 9), 2)).get()).isNotNull();
        assertThat(other.epoch()).isEqualTo(2);
        other.close();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void anAppendWaitsForARestrictionThatIsUnderWayAndThenSeesIt() throws Exception {
        Ledger other = ledger("node-2");
        CompletableFuture<CompletableFuture<Receipt>> appended = new CompletableFuture<>();
        CompletableFuture<String> change = ledger.transact(c -> {
            appended.complete(other.append(Samples.intent(new UUID(1, 1), 1)));
            await().until(() -> database.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
            return new Result<>(insert(c, "a"), List.of(Samples.audit("a")), true);
        });

        assertThat(change.get()).isEqualTo("a");
        assertThatThrownBy(() -> appended.get().get()).hasCauseInstanceOf(StaleEpoch.class);
        other.close();
    }

    @Test
    void aSecondProcessWithTheSameNodeNameStopsTheFirst() throws Exception {
        Ledger second = ledger("node-1");

        assertThatThrownBy(
                        () -> ledger.append(Samples.intent(new UUID(1, 1), 1)).get())
                .hasCauseInstanceOf(LedgerUnavailable.class);
        await().untilAsserted(() -> assertThat(ledger.whyDown()).contains("another process"));
        assertThat(second.append(Samples.intent(new UUID(1, 2), 1)).get()).isNotNull();
        second.close();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aCutTailIsFoundByTheCheckpointFile() throws Exception {
        CheckpointFile file = new CheckpointFile(directory.resolve("checkpoints.jsonl"));
        for (int i = 0; i < 3; i++) {
            ledger.append(Samples.intent(new UUID(1, i), 1)).get();
        }
        ledger.close();
        try (Checkpoints checkpoints =
                new Checkpoints(new JdbcCheckpointStore(database.runtime()), file, InstantSource.system())) {
            assertThat(checkpoints.take()).isNotNull();
        }
        assertThat(ChainVerifier.verify(new JdbcChainSource(database.runtime()), file.read())
                        .findings())
                .isEmpty();

        database.execute("SET session_replication_role = replica; DELETE FROM ledger.batch WHERE sequence > 2;"
                + " DELETE FROM ledger.record WHERE sequence > 2");

        assertThat(verify().findings()).isEmpty();
        assertThat(ChainVerifier.verify(new JdbcChainSource(database.runtime()), file.read())
                        .findings())
                .containsExactly(new Finding(Finding.Problem.TAIL_CUT, "node-1", 3, Finding.WHOLE_BATCH));
    }

    @Test
    void aByteChangedInTheDatabaseIsFound() throws Exception {
        ledger.append(Samples.intent(new UUID(1, 1), 1)).get();
        database.execute("SET session_replication_role = replica; UPDATE ledger.record SET body ="
                + " set_byte(body, 20, get_byte(body, 20) # 1) WHERE sequence = 2");

        assertThat(verify().findings()).containsExactly(new Finding(Finding.Problem.RECORD_CHANGED, "node-1", 2, 0));
    }

    @Test
    void aSearchColumnChangedInTheDatabaseIsFound() throws Exception {
        ledger.append(Samples.intent(new UUID(1, 1), 1)).get();
        database.execute("SET session_replication_role = replica; UPDATE ledger.record SET system = 'another'"
                + " WHERE sequence = 2");

        assertThat(verify().findings()).containsExactly(new Finding(Finding.Problem.FILED_WRONG, "node-1", 2, 0));
    }

    private Ledger ledger(String node) throws Exception {
        Ledger made = new Ledger(
                new JdbcEvidenceStore(database.writer()), LedgerSettings.of(node, "test"), InstantSource.system());
        made.start();
        return made;
    }

    private ChainReport verify() throws Exception {
        return ChainVerifier.verify(new JdbcChainSource(database.runtime()), Trust.NONE);
    }

    /**
     * WAL syncs of all processes. A process reports its own at the end of a transaction, at most once a second: the
     * change that raises nothing makes the writer's connection end one.
     */
    private long reportedSyncs() throws Exception {
        ledger.transact(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT pg_stat_force_next_flush()");
                    }
                    return new Result<>("", List.of(), false);
                })
                .get();
        return database.number("SELECT wal_sync FROM pg_stat_wal");
    }

    private static String insert(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO registry.thing VALUES ('" + name + "')");
        }
        return name;
    }

    private void load(int threads, int each, AtomicBoolean stop, Map<UUID, Receipt> acknowledged) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int worker = i;
            workers.add(pool.submit(() -> append(worker, each, stop, acknowledged)));
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
        pool.shutdown();
    }

    private void append(int worker, int each, AtomicBoolean stop, Map<UUID, Receipt> acknowledged) {
        for (int i = 0; i < each && !stop.get(); i++) {
            UUID exchange = new UUID(worker, i);
            EvidenceEntry entry = Samples.intent(exchange, 1, new byte[10], Samples.subjects(1));
            ledger.append(entry)
                    .handle((receipt, failure) -> receipt == null ? null : acknowledged.put(exchange, receipt))
                    .join();
        }
    }

    /** Whether an append bound to the first epoch succeeds although it began after the restriction was acknowledged. */
    private static boolean appendedAfter(Ledger other, int worker, AtomicBoolean restricted, CountDownLatch flowing) {
        for (int i = 0; i < 1_000_000; i++) {
            boolean after = restricted.get();
            CompletableFuture<Receipt> append = other.append(Samples.intent(new UUID(worker, i), 1));
            boolean durable =
                    append.handle((receipt, failure) -> receipt != null).join();
            flowing.countDown();
            if (after) {
                return durable;
            }
        }
        throw new IllegalStateException("The restriction never came");
    }

    private static Map<UUID, Integer> counts(Map<UUID, Receipt> acknowledged) {
        Map<UUID, Integer> once = new HashMap<>();
        acknowledged.keySet().forEach(id -> once.put(id, 1));
        return once;
    }

    private Map<UUID, Integer> recorded() throws SQLException {
        Map<UUID, Integer> times = new HashMap<>();
        try (Connection connection = database.runtime().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT exchange FROM ledger.record WHERE kind = 1")) {
            while (rows.next()) {
                times.merge(rows.getObject(1, UUID.class), 1, Integer::sum);
            }
        }
        return times;
    }
}
