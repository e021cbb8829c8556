package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LedgerTest {

    private final FakeStore store = new FakeStore();
    private Ledger ledger = new Ledger(store, Samples.settings(), InstantSource.fixed(Samples.AT));

    @AfterEach
    void close() {
        store.release();
        ledger.close();
    }

    @Test
    void theFirstRecordOfAProcessIsItsStart() throws Exception {
        ledger.start();

        assertThat(store.records()).singleElement().asString().startsWith("{\"kind\":\"start\"");
        assertThat(verified().intact()).isTrue();
    }

    @Test
    void anAppendedRecordIsInTheChainWhenItsFutureCompletes() throws Exception {
        ledger.start();
        EvidenceEntry entry = Samples.intent(1, 1);

        Receipt receipt = ledger.append(entry).get();

        assertThat(receipt.sequence()).isEqualTo(2);
        StoredBatch batch = store.chain().get(1);
        assertThat(batch.records().get(receipt.ordinal()).bytes().bytes()).isEqualTo(entry.bytes());
        assertThat(receipt.batchHash())
                .isEqualTo(BatchHeader.hash(batch.header().bytes()));
        assertThat(verified().intact()).isTrue();
    }

    @Test
    void whatArrivesDuringAWriteGoesTogetherIntoTheNext() throws Exception {
        ledger.start();
        var writing = store.hold();
        CompletableFuture<Receipt> first = ledger.append(Samples.intent(0, 1));
        writing.await();
        List<CompletableFuture<Receipt>> rest = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            rest.add(ledger.append(Samples.intent(i, 1)));
        }
        store.release();

        assertThat(first.get().sequence()).isEqualTo(2);
        for (CompletableFuture<Receipt> one : rest) {
            assertThat(one.get().sequence()).isEqualTo(3);
        }
        assertThat(ledger.metrics().batches()).isEqualTo(3);
        assertThat(ledger.metrics().exchanges()).isEqualTo(31);
    }

    @Test
    void aRecordDecidedUnderAnOlderEpochIsRefusedAndTheOthersGoOn() throws Exception {
        ledger.start();
        var writing = store.hold();
        queue(Samples.intent(0, 1));
        writing.await();
        CompletableFuture<Receipt> old = ledger.append(Samples.intent(1, 1));
        CompletableFuture<Receipt> unbound = ledger.append(EvidenceEntry.of(Samples.audit("a")));
        store.epoch(2);
        store.release();

        assertThat(unbound.get().sequence()).isGreaterThan(1);
        assertThatThrownBy(old::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StaleEpoch.class,
                        stale -> assertThat(stale.currentEpoch()).isEqualTo(2));
        assertThat(ledger.append(Samples.intent(2, 2)).get()).isNotNull();
        assertThat(store.records()).noneMatch(record -> record.contains(":\"" + new UUID(7, 1) + "\""));
        assertThat(verified().intact()).isTrue();
    }

    @Test
    void recordsOfTwoEpochsNeverShareABatch() throws Exception {
        ledger.start();
        var writing = store.hold();
        queue(EvidenceEntry.of(Samples.audit("first")));
        writing.await();
        CompletableFuture<Receipt> old = ledger.append(Samples.intent(1, 1));
        CompletableFuture<Receipt> current = ledger.append(Samples.intent(2, 2));
        store.epoch(2);
        store.release();

        assertThat(current.get()).isNotNull();
        assertThatThrownBy(old::get).hasCauseInstanceOf(StaleEpoch.class);
    }

    @Test
    void aFullQueueRefusesAtOnce() throws Exception {
        LedgerSettings small = with(2, 10_000_000);
        ledger = new Ledger(store, small, InstantSource.fixed(Samples.AT));
        ledger.start();
        var writing = store.hold();
        queue(Samples.intent(0, 1));
        writing.await();
        queue(Samples.intent(1, 1));
        queue(Samples.intent(2, 1));

        CompletableFuture<Receipt> third = ledger.append(Samples.intent(3, 1));

        assertThat(third).isCompletedExceptionally();
        assertThatThrownBy(third::get).hasCauseInstanceOf(LedgerUnavailable.class);
        assertThat(ledger.metrics().refused()).isEqualTo(1);
    }

    @Test
    void theQueueIsBoundedInBytesToo() throws Exception {
        long weight = Samples.intent(0, 1).weight();
        ledger = new Ledger(store, with(1_000, weight + 10), InstantSource.fixed(Samples.AT));
        ledger.start();
        var writing = store.hold();
        queue(Samples.intent(0, 1));
        writing.await();
        queue(Samples.intent(1, 1));

        assertThat(ledger.append(Samples.intent(2, 1))).isCompletedExceptionally();
    }

    @Test
    void anOutcomeGoesWithTheNextRecordSomebodyWaitsFor() throws Exception {
        ledger = new Ledger(store, lingering(Duration.ofHours(1)), InstantSource.fixed(Samples.AT));
        ledger.start();
        ledger.appendLater(Samples.outcome(1));

        Receipt receipt = ledger.append(Samples.intent(2, 1)).get();

        assertThat(receipt.ordinal()).isEqualTo(1);
        assertThat(store.records().get(1)).contains("\"kind\":\"outcome\"");
    }

    @Test
    void anOutcomeThatNothingFollowsIsWrittenByItself() throws Exception {
        ledger.start();
        ledger.appendLater(Samples.outcome(1));

        await().untilAsserted(() -> assertThat(store.records()).hasSize(2));
    }

    @Test
    void closingWritesWhatWaitsAndThenRefuses() throws Exception {
        ledger = new Ledger(store, lingering(Duration.ofHours(1)), InstantSource.fixed(Samples.AT));
        ledger.start();
        ledger.appendLater(Samples.outcome(1));
        ledger.close();

        assertThat(store.records()).hasSize(2);
        assertThat(ledger.append(Samples.intent(1, 1))).isCompletedExceptionally();
        assertThat(ledger.ready().toCompletableFuture().get()).isFalse();
    }

    @Test
    void readyAsksTheStoreOnlyWhenItHasBeenSilentAndOnceForAll() throws Exception {
        ledger.start();
        assertThat(ledger.ready().toCompletableFuture()).isCompletedWithValue(true);
        assertThat(store.pings()).isZero();
        ledger.close();

        LedgerSettings distrustful = with(1_000, 10_000_000, Duration.ZERO);
        ledger = new Ledger(store, distrustful, InstantSource.fixed(Samples.AT));
        ledger.start();
        var writing = store.hold();
        queue(EvidenceEntry.of(Samples.audit("a")));
        writing.await();
        CompletableFuture<Boolean> one = ledger.ready().toCompletableFuture();
        CompletableFuture<Boolean> other = ledger.ready().toCompletableFuture();
        store.release();

        assertThat(one.get()).isTrue();
        assertThat(other).isSameAs(one);
        assertThat(store.pings()).isEqualTo(1);
    }

    @Test
    void aRestartedProcessTakesUpTheChainWhereItEnds() throws Exception {
        ledger.start();
        ledger.append(Samples.intent(1, 1)).get();
        ledger.close();
        ledger = new Ledger(store, Samples.settings(), InstantSource.fixed(Samples.AT));
        ledger.start();
        ledger.append(Samples.intent(2, 1)).get();

        assertThat(verified().intact()).isTrue();
        assertThat(verified().chains())
                .singleElement()
                .satisfies(chain -> assertThat(chain.last()).isEqualTo(4));
    }

    @Test
    void aChainWhoseLastBatchDoesNotVerifyIsNotTakenUp() throws Exception {
        ledger.start();
        ledger.close();
        Mutations.changeRecord(store.chain(), 0, 0);
        ledger = new Ledger(store, Samples.settings(), InstantSource.fixed(Samples.AT));

        assertThatThrownBy(() -> ledger.start())
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(StoreException.Kind.UNUSABLE));
    }

    @Test
    void aChainWhoseLastTimesDoNotFitIsTakenUpAndTheVerifierTells() throws Exception {
        ledger.start();
        ledger.append(Samples.intent(1, 1)).get();
        ledger.close();
        // As an older hub recorded a call whose body came drop by drop for two hours.
        store.foreign(Batch.seal(
                new ChainHead(
                        "node-1",
                        2,
                        BatchHeader.hash(store.chain().get(1).header().bytes())),
                Samples.settings().boot(),
                Samples.AT.plus(Duration.ofHours(2)),
                List.of(Samples.intent(2, 1))));
        ledger = new Ledger(store, Samples.settings(), InstantSource.fixed(Samples.AT.plus(Duration.ofHours(2))));

        ledger.start();
        ledger.append(EvidenceEntry.of(Samples.audit("a"))).get();

        assertThat(verified().findings())
                .filteredOn(finding -> finding.problem() != Finding.Problem.SIGNATURE_MISSING)
                .containsExactly(new Finding(Finding.Problem.CLOCK_RECORD, "node-1", 3, 0));
    }

    @Test
    void anIntentThatTookTooLongOrIsDatedAheadIsRefusedAndLeavesNoOddRecord() throws Exception {
        for (Duration off : List.of(Duration.ofHours(1), Duration.ofSeconds(-3))) {
            FakeStore other = new FakeStore();
            ledger = new Ledger(other, Samples.settings(), InstantSource.fixed(Samples.AT.plus(off)));
            ledger.start();

            assertThat(ledger.append(Samples.intent(1, 1))).isCompletedExceptionally();
            ledger.close();

            assertThat(ChainVerifier.verify(other, Trust.NONE).intact())
                    .as(off.toString())
                    .isTrue();
            assertThat(other.records()).singleElement().asString().startsWith("{\"kind\":\"start\"");
        }
        ledger = new Ledger(store, Samples.settings(), InstantSource.fixed(Samples.AT.plus(Duration.ofMinutes(50))));
        ledger.start();
        ledger.append(Samples.intent(1, 1)).get();
        assertThat(verified().intact()).isTrue();
    }

    private void queue(EvidenceEntry entry) {
        assertThat(ledger.append(entry)).isNotCompletedExceptionally();
    }

    private ChainReport verified() throws Exception {
        return ChainVerifier.verify(store, Trust.NONE);
    }

    private static LedgerSettings with(int records, long bytes) {
        return with(records, bytes, Duration.ofHours(1));
    }

    private static LedgerSettings with(int records, long bytes, Duration readyFor) {
        LedgerSettings usual = Samples.settings();
        return new LedgerSettings(
                usual.node(),
                usual.boot(),
                usual.version(),
                records,
                bytes,
                usual.maxBatchRecords(),
                usual.maxBatchBytes(),
                usual.outcomeLinger(),
                readyFor,
                usual.retryEvery());
    }

    private static LedgerSettings lingering(Duration linger) {
        LedgerSettings usual = Samples.settings();
        return new LedgerSettings(
                usual.node(),
                usual.boot(),
                usual.version(),
                usual.maxQueuedRecords(),
                usual.maxQueuedBytes(),
                usual.maxBatchRecords(),
                usual.maxBatchBytes(),
                linger,
                usual.readyFor(),
                usual.retryEvery());
    }
}
