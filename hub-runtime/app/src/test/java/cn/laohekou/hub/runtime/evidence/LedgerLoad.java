package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerMetrics;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures what an append costs: not a test. Bounded to about half a minute. */
final class LedgerLoad {

    private static final byte[] ANSWER = new byte[2048];

    private LedgerLoad() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        TestDatabase database = TestDatabase.fresh();
        encode(out);
        bare(out, database);
        for (int appenders : new int[] {32, 32, 1, 32, 1}) {
            Ledger ledger = new Ledger(
                    new JdbcEvidenceStore(database.writer()),
                    LedgerSettings.of("load-" + appenders, "load"),
                    InstantSource.system());
            ledger.start();
            run(out, ledger, appenders, Duration.ofSeconds(4));
            ledger.close();
        }
        System.exit(0);
    }

    private static void encode(PrintStream out) {
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            int count = 20_000;
            long bytes = 0;
            for (int i = 0; i < count; i++) {
                UUID id = new UUID(i, round);
                bytes += Samples.intent(id, 1, ANSWER, Samples.subjects(1)).bytes().length;
                bytes += Samples.outcome(id).bytes().length;
            }
            double micros = (System.nanoTime() - start) / 1000.0 / count;
            out.printf("encode intent+outcome, commitments, leaf: %.1f us, %d bytes%n", micros, bytes / count);
        }
    }

    private static void bare(PrintStream out, TestDatabase database) throws Exception {
        database.execute("CREATE TABLE public.bare (n bigint)");
        database.execute("GRANT ALL ON public.bare TO hub_runtime");
        database.execute("GRANT USAGE ON SCHEMA public TO hub_runtime");
        long[] nanos = new long[500];
        try (Connection connection = database.writer().open();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO public.bare VALUES (?)")) {
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                insert.setLong(1, i);
                insert.executeUpdate();
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        out.printf("bare durable commit: p50 %d us, p99 %d us%n", nanos[250] / 1000, nanos[495] / 1000);
    }

    private static void run(PrintStream out, Ledger ledger, int appenders, Duration time) throws Exception {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        ExecutorService pool = Executors.newFixedThreadPool(appenders);
        LedgerMetrics before = ledger.metrics();
        long cpu = system.getProcessCpuTime();
        long postgres = postgresTicks();
        long writer = writerNanos(ledger);
        long start = System.nanoTime();
        List<Future<long[]>> workers = new ArrayList<>();
        for (int i = 0; i < appenders; i++) {
            int worker = i;
            workers.add(pool.submit(() -> appendUntil(ledger, worker, start + time.toNanos())));
        }
        List<Long> all = new ArrayList<>();
        for (Future<long[]> worker : workers) {
            Arrays.stream(worker.get()).forEach(all::add);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        LedgerMetrics after = ledger.metrics();
        double exchanges = after.exchanges() - before.exchanges();
        double batches = after.batches() - before.batches();
        all.sort(null);
        out.printf(
                "%d appenders: %.0f exchanges/s, %.0f flushes/s, %.1f exchanges/flush, p50 %d us, p99 %d us,"
                        + " hub CPU %.1f us (writer thread %.1f), PostgreSQL CPU %.1f us per exchange%n",
                appenders,
                exchanges / seconds,
                batches / seconds,
                exchanges / batches,
                all.get(all.size() / 2) / 1000,
                all.get(all.size() * 99 / 100) / 1000,
                (system.getProcessCpuTime() - cpu) / 1000.0 / exchanges,
                (writerNanos(ledger) - writer) / 1000.0 / exchanges,
                (postgresTicks() - postgres) * 10_000.0 / exchanges);
        pool.shutdown();
    }

    private static long[] appendUntil(Ledger ledger, int worker, long end) throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; System.nanoTime() < end; i++) {
            UUID id = new UUID((System.currentTimeMillis() << 16) | (i & 0xffff), worker);
            long start = System.nanoTime();
            EvidenceEntry entry = Samples.intent(id, 1, ANSWER, Samples.subjects(1));
            ledger.append(entry).get();
            nanos.add(System.nanoTime() - start);
            ledger.appendLater(Samples.outcome(id));
        }
        return nanos.stream().mapToLong(Long::longValue).toArray();
    }

    private static long writerNanos(Ledger ledger) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().equals("evidence-" + ledger.node())) {
                return threads.getThreadCpuTime(id);
            }
        }
        return 0;
    }

    /** User and system time of all processes named postgres, in hundredths of a second. */
    private static long postgresTicks() throws IOException {
        long ticks = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                ticks += ticks(process);
            }
        }
        return ticks;
    }

    private static long ticks(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            if (!stat.contains("(postgres)")) {
                return 0;
            }
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException gone) {
            return 0;
        }
    }
}
