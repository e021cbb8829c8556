package cn.laohekou.hub.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where PostgreSQL keeps records and search keys, which decides much of what an exchange costs. */
final class LedgerRowsTest {

    /** Rows above this size lose their largest columns to a second table unless they are told otherwise. */
    private static final int USUAL_ROW_BYTES = 2_032;

    private TestDatabase database;
    private final EvidenceEntry large = Samples.intent(new UUID(1, 1), 1, new byte[10], Samples.subjects(30));

    @BeforeEach
    void recordOneLargeExchange() throws Exception {
        database = TestDatabase.fresh();
        try (Ledger ledger = new Ledger(
                new JdbcEvidenceStore(database.writer()),
                LedgerSettings.of("node-1", "test"),
                InstantSource.system())) {
            ledger.start();
            ledger.append(large).get();
        }
    }

    @Test
    void aLargeRecordStaysInItsRow() throws SQLException {
        assertThat(large.bytes()).hasSizeGreaterThan(USUAL_ROW_BYTES);
        assertThat(database.number("SELECT pg_relation_size(reltoastrelid) FROM pg_class"
                        + " WHERE oid = 'ledger.record'::regclass"))
                .isZero();
    }

    @Test
    void aSubjectIsFoundBeforeItsKeyIsSortedIntoTheIndex() throws SQLException {
        database.execute("ALTER DATABASE " + database.name() + " SET enable_seqscan = off");
        String subject = HexFormat.of().formatHex(Samples.subjects(30).digests().get(7));

        EvidencePage page = new EvidenceSearch(database.runtime())
                .search(new EvidenceQuery(
                        Instant.EPOCH, Instant.now().plusSeconds(60), null, null, null, null, null, subject, null, 10));

        assertThat(page.records()).extracting(FoundRecord::exchange).containsExactly(new UUID(1, 1));
        // Pages that still waited.
        assertThat(database.number("SELECT gin_clean_pending_list('ledger.record_subjects')"))
                .isPositive();
    }
}
