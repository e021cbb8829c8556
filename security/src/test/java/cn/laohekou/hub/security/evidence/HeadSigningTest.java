package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class HeadSigningTest {

    private static final HeadSigning.Settings QUICK =
            new HeadSigning.Settings(Duration.ofMillis(1), Duration.ofMillis(50));

    private final FakeStore store = new FakeStore();
    private final List<HeadSignature> kept = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final InstantSource clock = InstantSource.system();

    @Test
    void oneSignatureCoversAllBatchesSinceTheLastAndAnIdleChainNeedsNone() throws Exception {
        try (Ledger ledger = new Ledger(store, Samples.settings(), clock)) {
            HeadSigning signing = signing(ledger, QUICK);
            ledger.start();
            ledger.append(Samples.outcome(1)).join();
            ledger.append(Samples.outcome(2)).join();

            signing.turn(gaps::add);
            signing.turn(gaps::add);

            assertThat(kept).singleElement().satisfies(one -> {
                HeadStatement statement = HeadStatement.parse(one.statement().bytes());
                assertThat(statement.head()).isEqualTo(ledger.head());
            });
        }
    }

    @Test
    void whenSigningFailsLongerThanTheLimitNothingIsReleasedUntilItWorksAgain() throws Exception {
        try (Ledger ledger = new Ledger(store, Samples.settings(), InstantSource.fixed(Samples.AT))) {
            HeadSigning signing = signing(ledger, QUICK);
            ledger.releaseOnlyWhile(signing);
            ledger.start();
            signing.turn(gaps::add);
            broken.set(true);
            ledger.append(Samples.outcome(1)).join();
            Awaitility.await().until(() -> {
                signing.turn(gaps::add);
                return signing.why() != null;
            });

            assertThat(ledger.ready().toCompletableFuture().join()).isFalse();
            assertThat(ledger.whyDown()).contains("signed");
            assertThatThrownBy(() -> ledger.append(Samples.intent(1, 1)).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LedgerUnavailable.class);
            assertThat(ledger.append(Samples.outcome(2)).join().sequence()).isPositive();
            assertThat(ledger.transact(connection ->
                                    new ManagementWork.Result<>("done", List.of(Samples.audit("g")), false))
                            .join())
                    .isEqualTo("done");
            assertThat(signing.trouble()).isEqualTo("IllegalStateException");

            broken.set(false);
            signing.turn(gaps::add);
            assertThat(gaps).singleElement().satisfies(gap -> {
                assertThat(gap.refused()).isEqualTo(2);
                assertThat(gap.reason()).contains("signed");
            });
            assertThat(ledger.append(Samples.intent(3, 1)).join().sequence()).isPositive();
        }
    }

    @Test
    void aSignerThatHangsStopsReleasingToo() throws Exception {
        try (Ledger ledger = new Ledger(store, Samples.settings(), clock)) {
            HeadSigning signing = signing(ledger, QUICK);
            ledger.releaseOnlyWhile(signing);
            ledger.start();

            // No turn ever comes.
            Awaitility.await().until(() -> signing.why() != null);

            assertThat(ledger.ready().toCompletableFuture().join()).isFalse();
        }
    }

    private HeadSigning signing(Ledger ledger, HeadSigning.Settings settings) {
        return new HeadSigning(
                ledger::head,
                statement -> {
                    if (broken.get()) {
                        throw new IllegalStateException("key gone");
                    }
                    return SignedChain.SIGNER.sign(statement);
                },
                (head, signature) -> kept.add(signature),
                settings,
                clock);
    }
}
