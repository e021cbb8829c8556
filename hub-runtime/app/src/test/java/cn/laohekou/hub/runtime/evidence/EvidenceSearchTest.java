package cn.laohekou.hub.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ten exchanges, the last with 150 data subjects. */
final class EvidenceSearchTest {

    private static Instant start = Instant.EPOCH;
    private static TestDatabase database;
    private static EvidenceSearch search;

    @BeforeAll
    static void fill() throws Exception {
        start = Instant.now().minusSeconds(60);
        database = TestDatabase.fresh();
        search = new EvidenceSearch(database.runtime());
        Ledger ledger = new Ledger(
                new JdbcEvidenceStore(database.writer()), LedgerSettings.of("node-1", "test"), InstantSource.system());
        ledger.start();
        for (int i = 0; i < 10; i++) {
            UUID exchange = new UUID(1, i);
            ledger.append(Samples.intent(exchange, 1, new byte[10], Samples.subjects(i == 9 ? 150 : 0)))
                    .get();
            ledger.appendLater(Samples.outcome(exchange));
        }
        ledger.close();
    }

    @Test
    void anExchangeIsReadByItsIdWithIntentAndOutcome() throws Exception {
        assertThat(search.byExchange(new UUID(1, 3)))
                .extracting(FoundRecord::kind)
                .containsExactly(RecordKind.INTENT, RecordKind.OUTCOME);
        assertThat(search.byExchange(new UUID(1, 99))).isEmpty();
    }

    @Test
    void pagesJoinToTheWholeNewestFirst() throws Exception {
        List<FoundRecord> all = new ArrayList<>();
        String cursor = null;
        do {
            EvidencePage page = search.search(query(RecordKind.INTENT, null, null, cursor, 3));
            all.addAll(page.records());
            cursor = page.next();
        } while (cursor != null);

        assertThat(all).hasSize(10).extracting(FoundRecord::exchange).doesNotHaveDuplicates();
        assertThat(all)
                .extracting(FoundRecord::at)
                .isSortedAccordingTo(Comparator.<Instant>naturalOrder().reversed());
        assertThat(all.get(9).json()).contains("\"exchange\":\"" + new UUID(1, 0) + "\"");
    }

    @Test
    void anySubjectOfAnExchangeFindsItHoweverManyThereAre() throws Exception {
        String last = HexFormat.of().formatHex(Samples.subjects(150).digests().get(149));

        assertThat(search.search(query(null, null, last, null, 10)).records())
                .singleElement()
                .satisfies(found -> assertThat(found.exchange()).isEqualTo(new UUID(1, 9)));
        assertThat(search.search(query(null, null, "00".repeat(32), null, 10)).records())
                .isEmpty();
    }

    @Test
    void conditionsNarrow() throws Exception {
        assertThat(search.search(query(RecordKind.OUTCOME, null, null, null, 100))
                        .records())
                .hasSize(10);
        assertThat(search.search(query(null, "city-operation-centre", null, null, 100))
                        .records())
                .hasSize(10);
        assertThat(search.search(query(null, "nobody", null, null, 100)).records())
                .isEmpty();
        assertThat(search.search(new EvidenceQuery(
                                start.minusSeconds(60), start, null, null, null, null, null, null, null, 100))
                        .records())
                .isEmpty();
    }

    @Test
    void aTamperedCursorIsRefused() {
        assertThatThrownBy(() -> search.search(query(null, null, null, "bm9uc2Vuc2U", 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cursor");
        assertThatThrownBy(() -> query(null, null, null, null, 501)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quotasAreRebuiltFromIntents() throws Exception {
        QuotaCounts counts = new QuotaCounts(database.runtime());
        Instant now = Instant.now();

        assertThat(counts.countsSince(List.of("address-for-operation-centre", "unused"), start, start))
                .isEqualTo(Map.of("address-for-operation-centre", new QuotaCounts.Used(10, 10)));
        assertThat(counts.countsSince(List.of("address-for-operation-centre"), now.plus(Duration.ofDays(1)), start))
                .isEqualTo(Map.of("address-for-operation-centre", new QuotaCounts.Used(0, 10)));
    }

    private static EvidenceQuery query(
            @Nullable RecordKind kind,
            @Nullable String system,
            @Nullable String subject,
            @Nullable String cursor,
            int limit) {
        return new EvidenceQuery(
                start, Instant.now().plusSeconds(60), kind, system, null, null, null, subject, cursor, limit);
    }
}
