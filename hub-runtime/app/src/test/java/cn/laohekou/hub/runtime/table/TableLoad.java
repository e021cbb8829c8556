package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.job.RunningJob;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Field;
import cn.laohekou.hub.security.policy.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Times the table pattern beside COPY piped to COPY with the masking in SQL, into a keyed table, in one run on the same
 * server. Not a test: {@code deploy/benchmarks/table.sh} runs it. Arguments: rows, rounds, whether id_no is a data subject.
 */
@SuppressWarnings("try") // as its resources say
final class TableLoad {

    private static final String COLUMNS =
            "id bigint PRIMARY KEY, name text, sex text, id_no %s, phone text, address text,"
                    + " dept text, bank_account text, status text, amount numeric(12,2), created_at timestamptz, updated_at"
                    + " timestamptz";

    private TableLoad() {}

    public static void main(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        boolean subject = Boolean.parseBoolean(arguments[2]);
        ExchangeShape.Table shape =
                new ExchangeShape.Table("person", List.of("id"), "updated_at", 300, null, 20_000, 2);
        try (TableFixture hub = new TableFixture(shape, TableFixture.delivery(), fields(subject))) {
            prepare(hub, rows);
            for (int round = 0; round < rounds; round++) {
                empty(hub);
                long copy = copy(hub);
                empty(hub);
                long began = System.nanoTime();
                RunningJob job = hub.run();
                long whole = millis(began);
                System.gc();
                long heap = (Runtime.getRuntime().totalMemory()
                                - Runtime.getRuntime().freeMemory())
                        >> 20;
                began = System.nanoTime();
                hub.run();
                long unchanged = millis(began);
                began = System.nanoTime();
                String result = hub.reconcile(false).path("result").asText();
                System.out.printf(
                        "rows %d  copy|copy %d ms  hub %d ms  ratio %.2f  unchanged pass %d ms  %s %d ms  heap %d MB  %s%n",
                        rows, copy, whole, (double) whole / copy, unchanged, result, millis(began), heap, job.counts());
            }
        }
        System.exit(0);
    }

    private static List<Field> fields(boolean subject) {
        List<Field> fields = new ArrayList<>();
        fields.add(TableFixture.field("id", ValueType.INTEGER, "none", false));
        fields.add(TableFixture.field("name", ValueType.STRING, "name", false));
        fields.add(TableFixture.field("sex", ValueType.STRING, "none", false));
        fields.add(TableFixture.field("id_no", ValueType.STRING, "cover:6,4", subject));
        fields.add(TableFixture.field("phone", ValueType.STRING, "cover:3,4", false));
        fields.add(TableFixture.field("address", ValueType.STRING, "none", false));
        fields.add(TableFixture.field("dept", ValueType.STRING, "none", false));
        fields.add(TableFixture.field("bank_account", ValueType.STRING, "remove", false));
        fields.add(TableFixture.field("status", ValueType.STRING, "none", false));
        fields.add(TableFixture.field("amount", ValueType.NUMBER, "none", false));
        fields.add(TableFixture.field("created_at", ValueType.STRING, "none", false));
        fields.add(TableFixture.field("updated_at", ValueType.STRING, "none", false));
        return fields;
    }

    private static void prepare(TableFixture hub, int rows) throws Exception {
        TableFixture.execute(
                hub.source,
                "CREATE TABLE person (" + String.format(COLUMNS, "char(18)") + ")",
                "INSERT INTO person SELECT i, '测试' || lpad((i % 10000)::text, 4, '0'), CASE WHEN i % 2 = 1 THEN '男' ELSE"
                        + " '女' END, '000000' || to_char(date '1950-01-01' + (i % 20000)::int, 'YYYYMMDD') ||"
                        + " lpad((i % 10000)::text, 4, '0'), '199' || lpad(i::text, 8, '0'),"
                        + " '老河口市示例街道测试路' || (i % 500) || '号' || (i % 20 + 1) || '单元', 'dept-' || lpad((i % 64)::text, 2, '0'),"
                        + " '6222' || lpad(i::text, 15, '0'), '有效', (i % 1000000) / 100.0, timestamptz '2024-01-01 00:00+08' + i *"
                        + " interval '7 seconds', timestamptz '2025-01-01 00:00+08' + i * interval '5 seconds' FROM"
                        + " generate_series(1, " + rows + ") i",
                "CREATE INDEX ON person (updated_at)",
                "VACUUM ANALYZE person");
    }

    private static void empty(TableFixture hub) throws Exception {
        TableFixture.execute(
                hub.target,
                "DROP TABLE IF EXISTS person",
                "DROP TABLE IF EXISTS hub_checkpoint",
                "CREATE TABLE person (" + String.format(COLUMNS, "text") + ")",
                "CHECKPOINT");
    }

    private static long copy(TableFixture hub) throws Exception {
        String columns = "id,left(name,1)||'**',sex,left(id_no,6)||'********'||right(id_no,4),left(phone,3)||'****'||"
                + "right(phone,4),address,dept,null::text,status,amount,created_at,updated_at";
        String pipe = psql(hub.source) + " -c \"COPY (SELECT " + columns + " FROM person) TO STDOUT\" | "
                + psql(hub.target) + " -c \"COPY person FROM STDIN\"";
        long began = System.nanoTime();
        Process process = new ProcessBuilder("bash", "-o", "pipefail", "-c", pipe)
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("psql failed");
        }
        return millis(began);
    }

    private static String psql(PGSimpleDataSource database) {
        return "PGPASSWORD=postgres psql -qAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -U postgres -p "
                + database.getPortNumbers()[0] + " " + database.getDatabaseName();
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }
}
