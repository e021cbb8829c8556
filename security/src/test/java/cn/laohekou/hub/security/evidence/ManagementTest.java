package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.laohekou.hub.security.evidence.FakeStore.Fault;
import cn.laohekou.hub.security.evidence.ManagementWork.Result;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ManagementTest {

    private final FakeStore store = new FakeStore();
    private final Ledger ledger = new Ledger(store, Samples.settings(), InstantSource.fixed(Samples.AT));

    @BeforeEach
    void start() throws StoreException {
        ledger.start();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aChangeCompletesWithItsValueOnceItsAuditRecordIsInTheChain() throws Exception {
        String value = ledger.transact(connection -> new Result<>("done", List.of(Samples.audit("g1")), false))
                .get();

        assertThat(value).isEqualTo("done");
        assertThat(store.records().get(1)).contains("\"kind\":\"audit\"", "\"objectName\":\"g1\"");
        assertThat(ledger.epoch()).isEqualTo(1);
        assertIntact();
    }

    @Test
    void afterARestrictingChangeNothingDecidedBeforeItIsRecorded() throws Exception {
        ledger.transact(connection -> new Result<>("", List.of(Samples.audit("g1")), true))
                .get();

        assertThatThrownBy(() -> ledger.append(Samples.intent(1, 1)).get()).hasCauseInstanceOf(StaleEpoch.class);
        assertThat(ledger.epoch()).isEqualTo(2);
        assertThat(ledger.append(Samples.intent(2, 2)).get()).isNotNull();
    }

    @Test
    void aChangeThatThrowsLeavesNoTraceAndTheLedgerGoesOn() throws Exception {
        CompletableFuture<String> failed = ledger.transact(connection -> {
            throw new IllegalArgumentException("no such grant");
        });

        assertThatThrownBy(failed::get).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(store.records()).hasSize(1);
        assertThat(ledger.append(Samples.intent(1, 1)).get()).isNotNull();
        assertThat(ledger.metrics().outages()).isZero();
    }

    @Test
    void aChangeWithoutAuditRecordIsNotMade() throws Exception {
        assertThat(ledger.transact(connection -> new Result<>("same", List.of(), true))
                        .get())
                .isEqualTo("same");

        assertThat(store.records()).hasSize(1);
        assertThat(ledger.epoch()).isEqualTo(1);
    }

    @Test
    void aChangeWhoseCommitGotThroughUnseenStillCompletes() throws Exception {
        store.next(Fault.LOST_AFTER_COMMIT);

        assertThat(ledger.transact(connection -> new Result<>("done", List.of(Samples.audit("g1")), false))
                        .get())
                .isEqualTo("done");
        assertThat(ledger.append(Samples.intent(1, 1)).get().sequence()).isEqualTo(3);
        assertIntact();
    }

    @Test
    void aChangeOfUnknownOutcomeFailsAndTheChainStaysWhole() throws Exception {
        store.next(Fault.LATE_COMMIT);
        CompletableFuture<String> doubtful =
                ledger.transact(connection -> new Result<>("done", List.of(Samples.audit("g1")), false));

        assertThatThrownBy(doubtful::get).hasCauseInstanceOf(LedgerUnavailable.class);
        await().until(() -> ledger.whyDown() == null);
        assertThat(store.records()).filteredOn(r -> r.contains("\"g1\"")).hasSize(1);
        assertThat(store.records())
                .filteredOn(r -> r.contains("\"kind\":\"gap\""))
                .hasSize(1);
        assertThat(ledger.append(Samples.intent(1, 1)).get()).isNotNull();
        assertIntact();
    }

    @Test
    void aChangeIsNotHandedTheWriterAfterTheLedgerIsClosed() {
        ledger.close();

        assertThat(ledger.transact(connection -> new Result<>("x", List.of(Samples.audit("a")), false)))
                .isCompletedExceptionally();
    }

    private void assertIntact() throws Exception {
        assertThat(ChainVerifier.verify(store, Trust.NONE).findings()).isEmpty();
    }
}
