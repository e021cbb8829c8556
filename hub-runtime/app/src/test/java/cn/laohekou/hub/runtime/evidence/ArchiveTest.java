package cn.laohekou.hub.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.retention.Archive;
import cn.laohekou.hub.runtime.retention.Archives;
import cn.laohekou.hub.runtime.retention.EvidenceFloor;
import cn.laohekou.hub.runtime.retention.Prunings;
import cn.laohekou.hub.security.crypto.Sm2;
import cn.laohekou.hub.security.evidence.Blob;
import cn.laohekou.hub.security.evidence.ChainHead;
import cn.laohekou.hub.security.evidence.ChainReport;
import cn.laohekou.hub.security.evidence.ChainVerifier;
import cn.laohekou.hub.security.evidence.EvidenceBundle;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Finding;
import cn.laohekou.hub.security.evidence.Finding.Problem;
import cn.laohekou.hub.security.evidence.HeadSignature;
import cn.laohekou.hub.security.evidence.HeadStatement;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import cn.laohekou.hub.security.evidence.JoinedChain;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.Pruning;
import cn.laohekou.hub.security.evidence.RootSigner;
import cn.laohekou.hub.security.evidence.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence older than three years goes into archives and leaves the database; nothing else ever does. */
final class ArchiveTest {

    private static final Sm2.Pair PAIR = Sm2.generate();
    private static final String KEY = "evidence-root-1";
    private static final RootSigner SIGNER = statement ->
            new HeadSignature(Blob.of(statement), KEY, Blob.of(Sm2.sign(PAIR.privateKey(), Sm2.DEFAULT_ID, statement)));
    private static final Actor AUDITOR = new Actor("shenji", null, Set.of("audit-administrator"), "127.0.0.1");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration FOUR_YEARS = Duration.ofDays(4 * 366);

    /** The old part of node-1: a start and thirteen releases, the even batches and the last one signed. */
    private static final int OLD = 14;

    private static TestDatabase database;

    @TempDir
    private Path folder;

    private Ledger ledger;
    private Archives archives;
    private Prunings prunings;

    @BeforeAll
    static void create() throws Exception {
        database = TestDatabase.fresh();
    }

    @BeforeEach
    void fill() throws Exception {
        database.reset();
        past("node-1", OLD - 1, CLOCK.instant().minus(FOUR_YEARS));
        ledger = new Ledger(new JdbcEvidenceStore(database.writer()), LedgerSettings.of("node-1", "test"), CLOCK);
        ledger.start();
        ledger.append(Samples.intent(new UUID(2, 1), 1)).get();
        sign(ledger.head(), CLOCK.instant());
        archives = archives(6);
        prunings = new Prunings(
                archives,
                database.runtime(),
                new RetentionStore(database.retention()),
                new Changes(ledger::transact, () -> {}, CLOCK));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void whatIsOldLeavesTheDatabaseAndArchivesAndChainJoinIntoOneThatVerifies() throws Exception {
        long records = database.number("SELECT count(*) FROM ledger.record");
        List<Archive> all = archiveAll();

        assertThat(all).extracting(Archive::first).containsExactly(1L, 7L, 13L);
        assertThat(all).extracting(one -> one.through().sequence()).containsExactly(6L, 12L, 14L);
        assertThat(database.number("SELECT min(sequence) FROM ledger.batch")).isEqualTo(15);
        assertThat(database.number("SELECT min(sequence) FROM ledger.record")).isEqualTo(15);
        assertThat(database.number("SELECT count(*) FROM ledger.head_signature WHERE sequence < 15"))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM ledger.subject_list")).isZero();
        ChainReport live = live();
        assertThat(live.findings()).isEmpty();
        assertThat(live.notProven())
                .anyMatch(sentence -> sentence.contains(all.get(2).bundle()));
        ChainReport joined = joined(files());
        assertThat(joined.findings()).isEmpty();
        assertThat(joined.chains()).singleElement().satisfies(chain -> {
            assertThat(chain.first()).isEqualTo(1);
            assertThat(chain.records()).isEqualTo(records + all.size());
        });
        for (Path file : files()) {
            assertThat(EvidenceBundle.open(file).verify(Trust.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aMissingArchiveBetweenIsNamedByItsFirstBatch() throws Exception {
        archiveAll();

        List<Path> files = files();
        files.removeIf(file -> file.endsWith("node-1_7_12.zip"));

        assertThat(joined(files).findings())
                .containsExactly(new Finding(Problem.BATCH_MISSING, "node-1", 7, Finding.WHOLE_BATCH));
    }

    @Test
    void aTamperedArchiveIsFoundWithTheRecordThatWasChanged() throws Exception {
        archiveAll();
        Path file = folder.resolve("node-1_7_12.zip");
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + file.toUri()), Map.of())) {
            Path chain = zip.getPath("chains/node-1.jsonl");
            String text = Files.readString(chain);
            int body = text.indexOf("\"body\":\"", text.indexOf("\"record\":\"9.0\"")) + 40;
            Files.writeString(chain, text.substring(0, body) + flipped(text.charAt(body)) + text.substring(body + 1));
        }

        assertThat(joined(files()).findings())
                .contains(new Finding(Problem.RECORD_CHANGED, "node-1", 9, 0))
                .anyMatch(finding -> finding.problem() == Problem.FILE_CHANGED);
    }

    @Test
    void anArchiveThatIsNotTheOneTheChainNamesIsFoundEvenWhenItVerifiesByItself() throws Exception {
        archives.next(archives.floor().now());
        Path other = Files.createTempDirectory("hub-other-archive").resolve("other.zip");
        Files.move(folder.resolve("node-1_1_6.zip"), other);
        archiveAll();
        List<Path> files = files();
        files.removeIf(file -> file.endsWith("node-1_1_6.zip"));
        files.add(other);

        assertThat(EvidenceBundle.open(other).verify(Trust.NONE).findings()).isEmpty();
        assertThat(joined(files).findings())
                .containsExactly(new Finding(Problem.FILE_CHANGED, "other.zip", 0, Finding.WHOLE_BATCH));
        Files.delete(other);
    }

    @Test
    void aRunKilledAfterWritingLeavesAllInPlaceAndTheNextOneGoesOnWithTheSameBundle() throws Exception {
        Archive written = Objects.requireNonNull(next());

        assertThat(live().findings()).isEmpty();
        assertThat(joined(files()).findings()).isEmpty();
        assertThat(database.number("SELECT min(sequence) FROM ledger.batch")).isEqualTo(1);
        assertThat(archives(3).next(archives.floor().now())).isEqualTo(written);
        archiveAll();
        assertThat(joined(files()).findings()).isEmpty();
    }

    @Test
    void aDeletionThatIsNotRecordedIsUndoneAndEvidenceFlowsMeanwhile() throws Exception {
        Archive written = Objects.requireNonNull(next());
        RetentionStore store = new RetentionStore(database.retention());

        try (RetentionStore.Cut cut = store.cut(1, new Pruning(written.through(), written.bundle()), CLOCK.instant())) {
            assertThat(cut.standing()).isEmpty();
            assertThat(ledger.append(Samples.intent(new UUID(3, 1), 1)).get()).isNotNull();
        }

        assertThat(database.number("SELECT min(sequence) FROM ledger.batch")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM ledger.pruning")).isZero();
        assertThat(live().findings()).isEmpty();
    }

    @Test
    void withoutALedgerThatTakesTheRecordNothingIsDeleted() throws Exception {
        Archive written = Objects.requireNonNull(next());
        ledger.close();

        refused(ErrorCode.EVIDENCE_UNAVAILABLE, () -> prunings.prune(AUDITOR, written.name(), written.bundle()));

        assertThat(database.number("SELECT min(sequence) FROM ledger.batch")).isEqualTo(1);
    }

    @Test
    void aRepetitionOfAPruningChangesNothing() throws Exception {
        Archive written = Objects.requireNonNull(next());
        prunings.prune(AUDITOR, written.name(), written.bundle());
        long batches = database.number("SELECT count(*) FROM ledger.batch");

        assertThat(prunings.prune(AUDITOR, written.name(), written.bundle())).isEqualTo(written);

        assertThat(database.number("SELECT count(*) FROM ledger.batch")).isEqualTo(batches);
        assertThat(prunings.list()).hasSize(1);
    }

    @Test
    void onlyTheBundleTheCallerHoldsIsPrunedAndOnlyWhileItVerifies() throws Exception {
        Archive written = Objects.requireNonNull(next());

        refused(ErrorCode.ARCHIVE_INVALID, () -> prunings.prune(AUDITOR, written.name(), "0".repeat(64)));
        Files.write(folder.resolve(written.name()), new byte[] {1, 2, 3});
        refused(ErrorCode.ARCHIVE_INVALID, () -> prunings.prune(AUDITOR, written.name(), written.bundle()));
        refused(ErrorCode.NOT_FOUND, () -> prunings.prune(AUDITOR, "../hub.key", written.bundle()));

        assertThat(database.number("SELECT min(sequence) FROM ledger.batch")).isEqualTo(1);
    }

    @Test
    void aChainThatDoesNotVerifyIsNotArchived() throws Exception {
        database.execute("SET session_replication_role = replica; UPDATE ledger.record SET body ="
                + " set_byte(body, 20, get_byte(body, 20) # 1) WHERE sequence = 3");

        refused(ErrorCode.ARCHIVE_INVALID, this::next);

        assertThat(files()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldAndNothingIsDeleted() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "x");
        Archives blocked = new Archives(
                database.runtime(), file, new EvidenceFloor(EvidenceFloor.LEAST_DAYS, ZONE, CLOCK), SIGNER, 6);

        refused(ErrorCode.ARCHIVE_UNWRITABLE, () -> blocked.next(blocked.floor().now()));

        assertThat(database.number("SELECT min(sequence) FROM ledger.batch")).isEqualTo(1);
    }

    @Test
    void whatIsYoungerThanThreeYearsStays() throws Exception {
        database.reset();
        past("node-2", 6, CLOCK.instant().minus(Duration.ofDays(EvidenceFloor.LEAST_DAYS - 1)));

        assertThat(next()).isNull();
        LocalDate latest = archives.floor().now().atZone(ZONE).toLocalDate();
        assertThat(archives.floor().before(latest))
                .isBeforeOrEqualTo(archives.floor().now());
        refused(ErrorCode.PARAMETER_INVALID, () -> archives.floor().before(latest.plusDays(1)));
        assertThatThrownBy(() -> new EvidenceFloor(EvidenceFloor.LEAST_DAYS - 1, ZONE, CLOCK))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFloorThatWasRaisedMeanwhileHoldsForABundleThatWasWrittenBefore() throws Exception {
        Archive written = Objects.requireNonNull(next());
        Prunings longer = new Prunings(
                new Archives(database.runtime(), folder, new EvidenceFloor(5 * 366, ZONE, CLOCK), SIGNER, 6),
                database.runtime(),
                new RetentionStore(database.retention()),
                new Changes(ledger::transact, () -> {}, CLOCK));

        refused(ErrorCode.STATE_CONFLICT, () -> longer.prune(AUDITOR, written.name(), written.bundle()));
    }

    @Test
    void theRunTimeRoleCannotTakeThePlaceOfTheRoleThatDeletes() throws Exception {
        Archive written = Objects.requireNonNull(next());
        Prunings wrong = new Prunings(
                archives,
                database.runtime(),
                new RetentionStore(database.writer()),
                new Changes(ledger::transact, () -> {}, CLOCK));

        refused(ErrorCode.RETENTION_UNAVAILABLE, () -> wrong.prune(AUDITOR, written.name(), written.bundle()));

        assertThat(database.number("SELECT min(sequence) FROM ledger.batch")).isEqualTo(1);
    }

    /** The record of a pruning may be archived itself before the chain it is about is cut again. */
    @Test
    void aRecordOfPruningAlsoSaysWhereTheOtherChainsBegin() throws Exception {
        past("node-0", 5, CLOCK.instant().minus(FOUR_YEARS));
        List<Archive> all = archiveAll();

        assertThat(all).extracting(one -> one.through().node()).contains("node-0", "node-1");
        assertThat(database.number("SELECT max(sequence) FROM ledger.batch WHERE node = 'node-0'"))
                .as("the last batch of a chain stays")
                .isEqualTo(6);
        assertThat(database.number("SELECT count(*) FROM ledger.record WHERE kind = 5 AND resource = 'evidence/node-1'"
                        + " AND convert_from(body, 'UTF8')::json #>> '{after,standing,0,bundle}' = '"
                        + all.get(0).bundle() + "'"))
                .isEqualTo(3);
        assertThat(live().findings()).isEmpty();
        assertThat(joined(files()).findings()).isEmpty();
    }

    private List<Archive> archiveAll() throws Exception {
        List<Archive> all = new ArrayList<>();
        for (Archive one = next(); one != null; one = next()) {
            prunings.prune(AUDITOR, one.name(), one.bundle());
            all.add(one);
        }
        sign(ledger.head(), CLOCK.instant());
        return all;
    }

    private @Nullable Archive next() {
        return archives.next(archives.floor().now());
    }

    private Archives archives(int batches) {
        EvidenceFloor floor = new EvidenceFloor(EvidenceFloor.LEAST_DAYS, ZONE, CLOCK);
        return new Archives(database.runtime(), folder, floor, SIGNER, batches);
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList());
        }
    }

    private static ChainReport live() throws IOException {
        return ChainVerifier.verify(new JdbcChainSource(database.runtime()), Trust.NONE);
    }

    private static ChainReport joined(List<Path> files) throws IOException {
        return JoinedChain.verify(new JdbcChainSource(database.runtime()), files, Trust.NONE);
    }

    private static char flipped(char base64) {
        return base64 == 'A' ? 'B' : 'A';
    }

    private static void refused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    /** A chain of a start and some releases a minute apart. */
    private static void past(String node, int releases, Instant from) throws Exception {
        Ticking clock = new Ticking(from);
        try (Ledger old =
                new Ledger(new JdbcEvidenceStore(database.writer()), LedgerSettings.of(node, "test"), clock)) {
            old.start();
            for (int i = 1; i <= releases; i++) {
                clock.now = clock.now.plus(Duration.ofMinutes(1));
                old.append(dated(new UUID(node.hashCode(), i), clock.now)).get();
                if (i % 2 == 1 || i == releases) {
                    sign(old.head(), clock.now);
                }
            }
        }
    }

    private static EvidenceEntry dated(UUID exchange, Instant at) {
        Intent now = (Intent) Samples.intent(exchange, 1, "x".getBytes(StandardCharsets.UTF_8), Samples.subjects(101))
                .record();
        return EvidenceEntry.of(new Intent(
                exchange, at, now.pattern(), now.asker(), now.asked(), now.basis(), now.release(), now.attributes()));
    }

    private static void sign(ChainHead head, Instant at) throws Exception {
        new JdbcHeadSignatures(database.runtime(), key -> PAIR.publicKey())
                .save(head, SIGNER.sign(new HeadStatement(head, at).bytes()));
    }

    private static final class Ticking implements java.time.InstantSource {

        private Instant now;

        Ticking(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
