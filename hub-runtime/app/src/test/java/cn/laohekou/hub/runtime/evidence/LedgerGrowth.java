package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.crypto.Sm2;
import cn.laohekou.hub.security.evidence.ArchiveRange;
import cn.laohekou.hub.security.evidence.Blob;
import cn.laohekou.hub.security.evidence.BundleWriter;
import cn.laohekou.hub.security.evidence.EvidenceBundle;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.HeadSignature;
import cn.laohekou.hub.security.evidence.HeadStatement;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.evidence.Pruning;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.RootSigner;
import cn.laohekou.hub.security.evidence.SignedRange;
import cn.laohekou.hub.security.evidence.Trust;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Measures what exchanges cost on disk, with 15 released fields committed, and what archiving them takes: not a test.
 * Takes the number of exchanges and the query of {@code deploy/benchmarks/growth.sql}.
 */
@SuppressWarnings("try") // closing alone takes a cut back
final class LedgerGrowth {

    private static final Sm2.Pair PAIR = Sm2.generate();
    private static final RootSigner SIGNER = statement -> new HeadSignature(
            Blob.of(statement), "key", Blob.of(Sm2.sign(PAIR.privateKey(), Sm2.DEFAULT_ID, statement)));
    /** Past every retention period. */
    private static final Duration AGE = Duration.ofDays(4 * 366);

    /** Exchanges whose evidence is flushed together: 5 to 6 in the runs of the README. */
    private static final int TOGETHER = 5;

    private static final int FIELDS = 15;

    private LedgerGrowth() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        int exchanges = Integer.parseInt(arguments[0]);
        TestDatabase database = TestDatabase.fresh();
        Instant[] now = {Instant.now().minus(AGE)};
        Ledger ledger = new Ledger(
                new JdbcEvidenceStore(database.writer()), LedgerSettings.of("node-1", "growth"), () -> now[0]);
        ledger.start();
        fill(ledger, exchanges, now);
        new JdbcHeadSignatures(database.runtime(), key -> PAIR.publicKey())
                .save(ledger.head(), SIGNER.sign(new HeadStatement(ledger.head(), now[0]).bytes()));
        sizes(out, database, Files.readString(Path.of(arguments[1])));
        archive(out, database, ledger, exchanges);
        ledger.close();
        System.exit(0);
    }

    private static void fill(Ledger ledger, int exchanges, Instant[] now) throws Exception {
        Random random = new Random(7);
        ReleasedFields fields = ReleasedFields.of(IntStream.range(0, FIELDS)
                .mapToObj(i -> new ReleasedFields.Field("field" + i, null))
                .toList());
        List<UUID> former = List.of();
        for (int done = 0; done < exchanges; done += TOGETHER) {
            now[0] = now[0].plusMillis(1);
            List<UUID> batch = new ArrayList<>();
            List<CompletableFuture<?>> durable = new ArrayList<>();
            for (UUID ended : former) {
                ledger.appendLater(EvidenceEntry.of(new Outcome(ended, now[0], Outcome.Result.COMPLETE, 2029, 1234)));
            }
            for (int i = 0; i < TOGETHER; i++) {
                UUID id = new UUID((now[0].toEpochMilli() << 16) | 0x7000 | i, random.nextLong());
                batch.add(id);
                durable.add(ledger.append(intent(id, now[0], fields, random)));
            }
            for (CompletableFuture<?> one : durable) {
                one.get();
            }
            former = batch;
        }
    }

    private static EvidenceEntry intent(UUID id, Instant at, ReleasedFields fields, Random random) {
        Intent model = (Intent)
                Samples.intent(id, 1, new byte[2029], Samples.subjects(1)).record();
        Release release = model.release();
        byte[] commitments = new byte[FIELDS * 32];
        random.nextBytes(commitments);
        return EvidenceEntry.of(new Intent(
                id,
                at,
                model.pattern(),
                model.asker(),
                model.asked(),
                model.basis(),
                new Release(
                        release.connector(),
                        release.connectorRevision(),
                        fields,
                        release.answer(),
                        release.answerBytes(),
                        release.subjects(),
                        commitments),
                model.attributes()));
    }

    private static void sizes(PrintStream out, TestDatabase database, String query) throws Exception {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                out.printf(
                        "%s: rows %s, indexes %s, %s bytes per exchange, %s GiB per million%n",
                        rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5));
            }
        }
        out.printf(
                "batches %d, records %d%n",
                database.number("SELECT count(*) FROM ledger.batch"),
                database.number("SELECT count(*) FROM ledger.record"));
    }

    private static void archive(PrintStream out, TestDatabase database, Ledger ledger, int exchanges) throws Exception {
        SignedRange.Range range = new SignedRange.Range(1, ledger.head().sequence());
        Path file = Files.createTempFile("growth", ".zip");
        long begin = System.nanoTime();
        try (OutputStream stream = Files.newOutputStream(file)) {
            BundleWriter.write(
                    new ArchiveRange(new JdbcChainSource(database.runtime()), "node-1", range, Instant.now()),
                    Map.of(),
                    Instant.now(),
                    SIGNER,
                    stream);
        }
        long written = System.nanoTime();
        boolean intact = EvidenceBundle.open(file).verify(Trust.NONE).intact();
        long verified = System.nanoTime();
        out.printf(
                "bundle: %d bytes per exchange, written in %d ms, verified (%s) in %d ms%n",
                Files.size(file) / exchanges, (written - begin) / 1_000_000, intact, (verified - written) / 1_000_000);
        Files.delete(file);
        try (RetentionStore.Cut unused = new RetentionStore(database.retention())
                .cut(1, new Pruning(ledger.head(), "0".repeat(64)), Instant.now())) {
            out.printf("deleted in %d ms, rolled back%n", (System.nanoTime() - verified) / 1_000_000);
        }
    }
}
