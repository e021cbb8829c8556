package cn.laohekou.hub.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.evidence.SearchDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 200,000 releases of 200 grants over 20 consumers and 50 resources, made in SQL as the ledger would file them. The
 * benchmark of ten million is the same test with {@code -Dhub.lineage.records=10000000}: it prints the times.
 */
final class LineageTest {

    private static final int RECORDS = Integer.getInteger("hub.lineage.records", 200_000);
    private static final int MANY = 1_000_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plusSeconds(RECORDS);
    private static final String PERSON = "ab".repeat(32);
    private static final String CASE = "LHK-2026-\"7\"";

    private static TestDatabase database;
    private static Lineage lineage;

    @BeforeAll
    static void fill() throws Exception {
        database = TestDatabase.fresh();
        lineage = new Lineage(database.runtime());
        database.execute("INSERT INTO registry.department VALUES ('11420682MB00001077', 'd', '420682', now(), 't')");
        database.execute("INSERT INTO registry.object (kind, name, department, state, latest, created_at, created_by)"
                + " SELECT 'grant', 'grant-' || g, '11420682MB00001077', 'active', 1, now(), 't'"
                + " FROM generate_series(0, 199) g");
        database.execute("INSERT INTO registry.revision (kind, name, number, spec, state, created_at, created_by)"
                + " SELECT 'grant', 'grant-' || g, 1, jsonb_build_object('system', 'system-' || g % 20, 'resource',"
                + " 'resource-' || g % 50, 'purposes', jsonb_build_array('purpose-' || g % 10), 'fields',"
                + " jsonb_build_array('name', 'field-' || g % 30)), 'approved', now(), 't'"
                + " FROM generate_series(0, 199) g");
        if (RECORDS > MANY) {
            database.execute("DROP INDEX ledger.record_grant; DROP INDEX ledger.record_subjects;"
                    + " DROP INDEX ledger.record_exchange");
        }
        // Every tenth record of a grant did not release the grant's second field: the record decides, not the registry.
        database.execute("INSERT INTO ledger.record (sequence, at, exchange, ordinal, kind, counted, node, system,"
                + " resource, purpose, grant_id, body, subjects)"
                + " SELECT 1 + n / 10, timestamptz '" + START
                + "' + n * interval '1 second', md5(n::text)::uuid, n % 10,"
                + " 1, false, 'node-1', 'system-' || n % 20, 'resource-' || n % 50, 'purpose-' || n % 10,"
                + " 'grant-' || n % 200, convert_to('{\"kind\":\"intent\",\"n\":' || n || ',\"fields\":{\"name\":null'"
                + " || CASE WHEN n / 200 % 10 = 0 THEN '' ELSE ',\"field-' || n % 200 % 30 || '\":null' END"
                + " || '},\"subjectDigests\":[\"' || repeat(md5((n % 5000)::text), 2) || '\"]'"
                + " || CASE WHEN n % 50000 = 7 THEN ',\"person\":\"" + PERSON
                + "\",\"case\":\"LHK-2026-\\\"7\\\"\"' ELSE '' END"
                + " || '}', 'UTF8'), ARRAY[('x' || substr(md5((n % 5000)::text), 1, 16))::bit(64)::bigint]"
                + " || CASE WHEN n % 50000 = 7 THEN ARRAY[" + SearchDigest.ofPerson(PERSON) + "::bigint, "
                + SearchDigest.ofCase(CASE) + "::bigint] END"
                + " FROM generate_series(0, " + (RECORDS - 1) + ") n");
        if (RECORDS > MANY) {
            database.execute("SET maintenance_work_mem = '512MB';"
                    + " CREATE INDEX record_exchange ON ledger.record (exchange) WHERE exchange IS NOT NULL;"
                    + " CREATE INDEX record_grant ON ledger.record (grant_id, at, counted) WHERE kind = 1;"
                    + " CREATE INDEX record_subjects ON ledger.record USING gin (subjects) WITH (fastupdate = off)"
                    + " WHERE subjects IS NOT NULL");
        }
        database.execute("ANALYZE ledger.record");
    }

    static Stream<Arguments> searches() {
        return Stream.of(
                Arguments.of(
                        "subject",
                        query(subject(42), null, null, null, null, null, null),
                        Math.min(100, RECORDS / 5_000),
                        "record_subjects"),
                Arguments.of(
                        "subject under two keys",
                        query(List.of(subject(42).get(0), subject(43).get(0)), null, null, null, null, null, null),
                        Math.min(100, 2 * (RECORDS / 5_000)),
                        "record_subjects"),
                Arguments.of(
                        "person",
                        query(List.of(), PERSON, null, null, null, null, null),
                        Math.min(100, RECORDS / 50_000),
                        "record_subjects"),
                Arguments.of(
                        "case",
                        query(List.of(), null, CASE, null, null, null, null),
                        Math.min(100, RECORDS / 50_000),
                        "record_subjects"),
                Arguments.of(
                        "consumer", query(List.of(), null, null, "system-3", null, null, null), 100, "record_grant"),
                Arguments.of(
                        "resource", query(List.of(), null, null, null, "resource-9", null, null), 100, "record_grant"),
                Arguments.of("field", query(List.of(), null, null, null, null, "field-29", null), 100, "record_grant"),
                Arguments.of(
                        "purpose", query(List.of(), null, null, null, null, null, "purpose-4"), 100, "record_grant"),
                Arguments.of("time", query(List.of(), null, null, null, null, null, null), 100, "record_grant"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("searches")
    void whoGotWhatIsFoundThroughAnIndex(String by, LineageQuery query, int expected, String index) throws Exception {
        long begin = System.nanoTime();
        EvidencePage page = lineage.search(query);
        if (RECORDS > MANY) {
            System.out.printf("lineage by %s over %,d: %d ms%n", by, RECORDS, (System.nanoTime() - begin) / 1_000_000);
        }
        String plan = lineage.plan(query);

        assertThat(page.records()).hasSize(expected);
        assertThat(plan).contains(index).doesNotContain("Seq Scan on record");
    }

    @Test
    void theNewestComeFirstAndPagesJoin() throws Exception {
        LineageQuery query = query(List.of(), null, null, "system-3", null, null, null);
        EvidencePage first = lineage.search(query);
        EvidencePage second = lineage.search(new LineageQuery(
                START, END, List.of(), List.of(), null, "system-3", null, null, null, first.next(), 100));

        assertThat(first.records().get(0).at()).isEqualTo(START.plusSeconds(RECORDS - 17));
        assertThat(second.records().get(0).at()).isEqualTo(START.plusSeconds(RECORDS - 17 - 100 * 20));
    }

    @Test
    void aFieldIsFoundWhereItWasReleasedNotWhereItMightHaveBeen() throws Exception {
        EvidencePage page = lineage.search(new LineageQuery(
                START, START.plusSeconds(400), List.of(), List.of(), null, null, null, "field-29", null, null, 500));

        assertThat(page.records())
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.json()).contains("\"field-29\""));
        assertThat(page.records()).noneMatch(record -> record.at().isBefore(START.plusSeconds(200)));
    }

    @Test
    void conditionsNarrowEachOtherAndAKeyThatOnlyCollidesIsNoMatch() throws Exception {
        assertThat(lineage.search(query(subject(42), null, null, "system-2", null, null, null))
                        .records())
                .hasSize(Math.min(100, RECORDS / 5_000));
        assertThat(lineage.search(query(subject(42), null, null, "system-3", null, null, null))
                        .records())
                .isEmpty();
        byte[] collides = subject(42).get(0).clone();
        collides[31] ^= 1;
        assertThat(lineage.search(query(List.of(collides), null, null, null, null, null, null))
                        .records())
                .isEmpty();
    }

    private static List<byte[]> subject(int number) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5")
                    .digest(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
            String hex = HexFormat.of().formatHex(md5);
            return List.of(HexFormat.of().parseHex(hex + hex));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LineageQuery query(
            List<byte[]> subjects,
            @Nullable String person,
            @Nullable String caseNumber,
            @Nullable String system,
            @Nullable String resource,
            @Nullable String field,
            @Nullable String purpose) {
        List<String> persons = person == null ? List.of() : List.of(person);
        return new LineageQuery(START, END, subjects, persons, caseNumber, system, resource, field, purpose, null, 100);
    }
}
