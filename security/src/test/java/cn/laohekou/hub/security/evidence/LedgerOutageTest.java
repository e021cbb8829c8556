package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.laohekou.hub.security.evidence.FakeStore.Fault;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LedgerOutageTest {

    private final FakeStore store = new FakeStore();
    private final Ledger ledger = new Ledger(store, Samples.settings(), InstantSource.fixed(Samples.AT));

    @BeforeEach
    void start() throws StoreException {
        ledger.start();
    }

    @AfterEach
    void close() {
        store.release();
        ledger.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST_AFTER_COMMIT", "LOST_BEFORE_COMMIT", "LATE_COMMIT", "DEFECT"})
    void aBatchOfUnknownOutcomeGetsInExactlyOnce(Fault fault) throws Exception {
        store.next(fault);
        EvidenceEntry entry = Samples.intent(1, 1);

        Receipt receipt = ledger.append(entry).get();

        assertThat(receipt.sequence()).isEqualTo(2);
        assertThat(timesRecorded(1)).isEqualTo(1);
        assertThat(ledger.append(Samples.intent(2, 1)).get().sequence()).isEqualTo(3);
        assertIntact();
        assertThat(ledger.metrics().outages()).isZero();
    }

    @Test
    void aRefusedBatchFailsItsRecordsAndLeavesAGapRecord() throws Exception {
        store.next(Fault.REFUSED);

        CompletableFuture<Receipt> refused = ledger.append(Samples.intent(1, 1));

        assertThatThrownBy(refused::get).hasCauseInstanceOf(LedgerUnavailable.class);
        await().until(() -> ledger.whyDown() == null);
        assertThat(timesRecorded(1)).isZero();
        assertThat(gaps()).singleElement().asString().contains("\"refused\":1,");
        assertIntact();
    }

    @Test
    void whileTheStoreIsDownEverythingIsRefusedAtOnceAndCounted() throws Exception {
        store.down(true);
        assertThatThrownBy(() -> ledger.append(Samples.intent(1, 1)).get()).hasCauseInstanceOf(LedgerUnavailable.class);

        assertThat(ledger.ready().toCompletableFuture()).isCompletedWithValue(false);
        assertThat(ledger.append(Samples.intent(2, 1))).isCompletedExceptionally();
        assertThat(ledger.transact(c -> new ManagementWork.Result<>(1, List.of(), false)))
                .isCompletedExceptionally();
        assertThat(ledger.whyDown()).isNotNull();

        store.down(false);
        await().until(() -> ledger.whyDown() == null);
        assertThat(gaps()).singleElement().asString().contains("\"refused\":4,");
        assertThat(ledger.append(Samples.intent(3, 1)).get()).isNotNull();
        assertIntact();
    }

    @Test
    void theGapRecordComesBeforeAnythingElseAfterAnOutage() throws Exception {
        ledger.append(Samples.intent(1, 1)).get();
        store.down(true);
        assertThatThrownBy(() -> ledger.append(Samples.intent(2, 1)).get()).hasCauseInstanceOf(LedgerUnavailable.class);
        ledger.appendLater(Samples.outcome(1));
        store.down(false);
        await().untilAsserted(() -> assertThat(store.records()).anyMatch(r -> r.startsWith("{\"kind\":\"outcome\"")));

        List<String> records = store.records();
        int gap = indexOf(records, "{\"kind\":\"gap\"");
        int outcome = indexOf(records, "{\"kind\":\"outcome\"");
        assertThat(gap).isPositive().isLessThan(outcome);
        assertIntact();
    }

    @Test
    void outcomesSurviveAnOutageAndAreWrittenOnce() throws Exception {
        store.next(Fault.REFUSED);
        store.down(false);
        ledger.appendLater(Samples.outcome(1));
        assertThatThrownBy(() -> ledger.append(Samples.intent(2, 1)).get()).hasCauseInstanceOf(LedgerUnavailable.class);

        await().untilAsserted(() -> assertThat(timesRecorded(1)).isEqualTo(1));
        assertIntact();
    }

    @Test
    void aBatchThatStaysDoubtfulThroughAnOutageIsWrittenAtMostOnce() throws Exception {
        store.next(Fault.LOST_AFTER_COMMIT);
        var writing = store.hold();
        ledger.appendLater(Samples.outcome(1));
        CompletableFuture<Receipt> append = ledger.append(Samples.intent(2, 1));
        writing.await();
        store.release();
        assertThat(append.get().sequence()).isEqualTo(2);

        store.next(Fault.LATE_COMMIT);
        store.next(Fault.LOST_BEFORE_COMMIT);
        ledger.appendLater(Samples.outcome(3));
        CompletableFuture<Receipt> doubtful = ledger.append(Samples.intent(4, 1));
        await().until(doubtful::isDone);
        await().until(() -> ledger.whyDown() == null);

        assertThat(timesRecorded(3)).isEqualTo(1);
        assertThat(timesRecorded(4)).isEqualTo(1);
        assertIntact();
    }

    @Test
    void aSecondProcessOnTheSameChainStopsTheFirstForGood() throws Exception {
        StoredBatch last = store.chain().get(0);
        ChainHead head =
                new ChainHead("node-1", 1, BatchHeader.hash(last.header().bytes()));
        store.foreign(Batch.seal(head, new UUID(9, 9), Samples.AT, List.of(Samples.outcome(9))));

        assertThatThrownBy(() -> ledger.append(Samples.intent(1, 1)).get()).hasCauseInstanceOf(LedgerUnavailable.class);

        await().untilAsserted(() -> assertThat(ledger.whyDown()).contains("another process"));
        assertThat(ledger.ready().toCompletableFuture()).isCompletedWithValue(false);
        assertThat(timesRecorded(1)).isZero();
        assertIntact();
    }

    private long timesRecorded(int number) {
        String exchange = new UUID(7, number).toString();
        return store.records().stream().filter(r -> r.contains(exchange)).count();
    }

    private List<String> gaps() {
        return store.records().stream()
                .filter(r -> r.startsWith("{\"kind\":\"gap\""))
                .toList();
    }

    private static int indexOf(List<String> records, String start) {
        return records.indexOf(
                records.stream().filter(r -> r.startsWith(start)).findFirst().orElse(""));
    }

    private void assertIntact() throws Exception {
        assertThat(ChainVerifier.verify(store, Trust.NONE).findings()).isEmpty();
    }
}
