package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.crypto.Sm2;
import cn.laohekou.hub.security.evidence.Finding.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Six signed batches; every test does one thing somebody with all rights in the database could do, or with the clock. */
final class SignedChainTest {

    private static final Trust KEYS = new Trust(List.of(), List.of(Blob.of(SignedChain.PAIR.publicKey())), null);

    private final SignedChain chain = SignedChain.of(6);

    @Test
    void anUntouchedSignedChainVerifiesUnderTheKeyGiven() throws IOException {
        ChainReport report = ChainVerifier.verify(chain, KEYS);

        assertThat(report.findings()).isEmpty();
        assertThat(report.chains())
                .singleElement()
                .satisfies(one -> assertThat(one.signed()).isEqualTo(6));
        assertThat(report.notProven()).noneMatch(sentence -> sentence.contains("fingerprint"));
    }

    @Test
    void aKeyThatComesWithTheDataIsNotBelievedSilently() throws IOException {
        ChainReport report = ChainVerifier.verify(chain, Trust.NONE);

        assertThat(report.intact()).isTrue();
        assertThat(report.notProven())
                .anyMatch(sentence ->
                        sentence.contains(ChainVerifier.fingerprint(Blob.of(SignedChain.PAIR.publicKey()))));
    }

    @Test
    void aChainRewrittenAndSignedWithAnotherKeyIsFound() throws IOException {
        Sm2.Pair forged = Sm2.generate();
        Trust other = new Trust(List.of(), List.of(Blob.of(forged.publicKey())), null);

        assertThat(ChainVerifier.verify(chain, other).findings())
                .containsExactly(new Finding(Problem.KEY_UNKNOWN, "node-1", 2, Finding.WHOLE_BATCH));
    }

    @Test
    void aForgedSignatureIsNamed() throws IOException {
        byte[] statement = new HeadStatement(headAt(3), chain.now()).bytes();
        Sm2.Pair forged = Sm2.generate();
        byte[] signature = Sm2.sign(forged.privateKey(), Sm2.DEFAULT_ID, statement);
        chain.sign(3, new HeadSignature(Blob.of(statement), SignedChain.KEY, Blob.of(signature)));

        assertThat(findings()).containsExactly(new Finding(Problem.SIGNATURE_BAD, "node-1", 4, Finding.WHOLE_BATCH));
    }

    @Test
    void aGoodSignatureMovedToAnotherBatchIsNamed() throws IOException {
        HeadSignature moved = chain.chain().get(1).signature();
        assertThat(moved).isNotNull();
        chain.sign(3, moved == null ? SignedChain.SIGNER.sign(new byte[1]) : moved);

        assertThat(findings())
                .containsExactly(new Finding(Problem.SIGNATURE_DIFFERS, "node-1", 4, Finding.WHOLE_BATCH));
    }

    @Test
    void aTailRewrittenConsistentlyWithoutTheKeyIsFoundBecauseItsSignatureNamesAnotherHead() throws IOException {
        StoredBatch fourth = chain.chain().get(3);
        FakeStore forger = new FakeStore();
        forger.foreign(Batch.seal(headAt(2), new UUID(1, 1), Samples.AT, List.of(Samples.outcome(666))));
        StoredBatch forged = forger.chain().get(0);
        chain.chain().subList(3, 6).clear();
        chain.chain().add(SignedChain.signed(forged, fourth.signature()));

        assertThat(findings())
                .containsExactly(new Finding(Problem.SIGNATURE_DIFFERS, "node-1", 4, Finding.WHOLE_BATCH));
    }

    @Test
    void batchesThatStayedUnsignedLongerThanTheHubReleasesAreNamed() throws IOException {
        chain.clock(chain.now().plus(Duration.ofMinutes(1)));
        chain.add(chain.entries(7), false);
        chain.clock(chain.now().plus(Duration.ofMinutes(5)));
        chain.add(chain.entries(8), false);

        assertThat(findings())
                .containsExactly(new Finding(Problem.SIGNATURE_MISSING, "node-1", 7, Finding.WHOLE_BATCH));
    }

    @Test
    void theNewestBatchMayWaitForItsSignatureAndThatIsSaid() throws IOException {
        chain.add(chain.entries(7), false);
        ChainReport report = ChainVerifier.verify(chain, KEYS);

        assertThat(report.intact()).isTrue();
        assertThat(report.notProven()).anyMatch(sentence -> sentence.contains("from batch 7"));
    }

    @Test
    void aClockTurnedBackIsNamedWhereItHappened() throws IOException {
        chain.clock(Samples.AT.plusSeconds(1));
        chain.add(chain.entries(7), true);
        chain.add(chain.entries(8), true);

        assertThat(findings()).containsExactly(new Finding(Problem.CLOCK_BACKWARDS, "node-1", 7, Finding.WHOLE_BATCH));
    }

    @Test
    void aRecordDatedAfterItsBatchOrLongBeforeItIsNamed() throws IOException {
        Instant at = chain.now();
        chain.clock(at.plus(Duration.ofMinutes(10)));
        List<EvidenceEntry> later = chain.entries(7);
        chain.clock(at);
        chain.add(later, true);
        assertThat(findings()).containsExactly(new Finding(Problem.CLOCK_RECORD, "node-1", 7, 0));

        SignedChain other = SignedChain.of(2);
        List<EvidenceEntry> old = other.entries(3);
        other.clock(other.now().plus(Duration.ofHours(2)));
        other.add(old, true);
        assertThat(ChainVerifier.verify(other, Trust.NONE).findings())
                .containsExactly(new Finding(Problem.CLOCK_RECORD, "node-1", 3, 0));
    }

    @Test
    void aSignatureDatedBeforeItsBatchIsNamed() throws IOException {
        ChainHead head = headAt(3);
        chain.sign(3, SignedChain.SIGNER.sign(new HeadStatement(head, Samples.AT.minusSeconds(60)).bytes()));

        assertThat(findings()).containsExactly(new Finding(Problem.CLOCK_SIGNATURE, "node-1", 4, Finding.WHOLE_BATCH));
    }

    @Test
    void anArchivedBeginningIsAcceptedOnlyWithTheRecordOfIt() throws IOException {
        ChainHead through = headAt(1);
        chain.chain().subList(0, 2).clear();
        assertThat(findings()).containsExactly(new Finding(Problem.BATCH_MISSING, "node-1", 1, Finding.WHOLE_BATCH));

        chain.add(List.of(prune(new ChainHead("node-1", 2, "0".repeat(64)))), true);
        assertThat(findings()).containsExactly(new Finding(Problem.BATCH_MISSING, "node-1", 1, Finding.WHOLE_BATCH));

        chain.add(List.of(prune(through)), true);
        ChainReport report = ChainVerifier.verify(chain, KEYS);
        assertThat(report.findings()).isEmpty();
        assertThat(report.notProven()).anyMatch(sentence -> sentence.contains("b".repeat(64)));
    }

    private EvidenceEntry prune(ChainHead through) {
        String state = "{\"node\":\"node-1\",\"sequence\":" + through.sequence() + ",\"hash\":\"" + through.hash()
                + "\",\"bundle\":\"" + "b".repeat(64) + "\"}";
        return EvidenceEntry.of(new Audit(
                chain.now(),
                new Audit.Actor("retention", null, List.of(), "127.0.0.1"),
                Pruning.ACTION,
                "evidence",
                "node-1",
                null,
                state));
    }

    private ChainHead headAt(int index) {
        StoredBatch batch = chain.chain().get(index);
        return new ChainHead(
                "node-1", batch.sequence(), BatchHeader.hash(batch.header().bytes()));
    }

    private List<Finding> findings() throws IOException {
        return ChainVerifier.verify(chain, KEYS).findings();
    }
}
