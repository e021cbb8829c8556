package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.evidence.Finding.Problem;
import cn.laohekou.hub.security.evidence.StoredBatch.Filed;
import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five batches of four records each; every test does one thing a forger could do. */
final class ChainVerifierTest {

    private static final int BATCHES = 5;

    private final FakeStore store = new FakeStore();
    private Checkpoint checkpoint = new Checkpoint(Samples.AT, Checkpoint.NONE, List.of());

    @BeforeEach
    void fill() {
        ChainHead head = ChainHead.empty("node-1");
        for (int i = 0; i < BATCHES; i++) {
            Batch batch = Batch.seal(
                    head,
                    new UUID(1, 1),
                    Samples.AT,
                    List.of(
                            Samples.intent(10 * i, 1),
                            Samples.intent(10 * i + 1, 1),
                            EvidenceEntry.of(Samples.intent(10 * i + 2, 1, Samples.subjects(101))),
                            Samples.outcome(10 * i)));
            store.foreign(batch);
            head = batch.head();
        }
        checkpoint = new Checkpoint(Samples.AT, Checkpoint.NONE, List.of(head));
    }

    @Test
    void anUntouchedChainVerifies() throws IOException {
        ChainReport report = ChainVerifier.verify(store, List.of(checkpoint));

        assertThat(report.intact()).isTrue();
        assertThat(report.notProven()).singleElement().asString().contains("nothing is signed");
        assertThat(report.chains())
                .containsExactly(new ChainReport.Chain(
                        "node-1",
                        1,
                        BATCHES,
                        4 * BATCHES,
                        checkpoint.heads().get(0).hash(),
                        0));
    }

    @Test
    void withoutACheckpointItSaysThatACutTailIsNotExcluded() throws IOException {
        ChainReport report = ChainVerifier.verify(store, Trust.NONE);

        assertThat(report.intact()).isTrue();
        assertThat(report.notProven()).anyMatch(sentence -> sentence.contains("tail") && sentence.contains("链尾"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void oneChangedByteOfARecordIsNamed(int record) throws IOException {
        Mutations.changeRecord(store.chain(), 2, record);

        assertFound(Problem.RECORD_CHANGED, 3, record);
    }

    @Test
    void everyByteOfABatchCounts() throws IOException {
        StoredBatch original = store.chain().get(2);
        byte[] body = original.records().get(0).bytes().bytes();
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 4;
            List<StoredRecord> records = new ArrayList<>(original.records());
            records.set(0, new StoredRecord(0, Blob.of(changed), null, null));
            store.chain().set(2, Mutations.with(original, records));
            assertFound(Problem.RECORD_CHANGED, 3, 0);
        }
    }

    @Test
    void aMissingRecordIsNamed() throws IOException {
        edit(2, records -> records.remove(1));

        assertFound(Problem.RECORD_MISSING, 3, 1);
    }

    @Test
    void aMissingRecordIsNamedEvenWhenTheOthersMoveUp() throws IOException {
        edit(2, records -> {
            records.remove(1);
            records.set(1, at(1, records.get(1)));
            records.set(2, at(2, records.get(2)));
        });

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.sequence()).isEqualTo(3);
            assertThat(finding.ordinal()).isEqualTo(1);
        });
    }

    @Test
    void anInsertedRecordIsNamed() throws IOException {
        edit(
                2,
                records -> records.add(
                        new StoredRecord(4, Blob.of(Samples.outcome(99).bytes()), null, null)));

        assertFound(Problem.RECORD_INSERTED, 3, 4);
    }

    @Test
    void reorderedRecordsAreNamed() throws IOException {
        edit(2, records -> {
            StoredRecord first = records.get(0);
            records.set(0, at(0, records.get(1)));
            records.set(1, at(1, first));
        });

        assertFound(Problem.RECORD_REORDERED, 3, 0);
    }

    @Test
    void aChangedOrMissingSubjectListIsNamed() throws IOException {
        edit(2, records -> {
            StoredRecord record = records.get(2);
            Blob list = record.attachment();
            records.set(2, new StoredRecord(2, record.bytes(), list == null ? null : Mutations.flipped(list), null));
        });
        assertFound(Problem.LIST_CHANGED, 3, 2);

        edit(2, records -> records.set(2, new StoredRecord(2, records.get(2).bytes(), null, null)));
        assertFound(Problem.LIST_MISSING, 3, 2);
    }

    @Test
    void aListAttachedToARecordThatHasNoneIsNamed() throws IOException {
        edit(2, records -> records.set(0, new StoredRecord(0, records.get(0).bytes(), Blob.of(new byte[32]), null)));

        assertFound(Problem.LIST_CHANGED, 3, 0);
    }

    @Test
    void aRecordHiddenFromSearchIsNamed() throws IOException {
        edit(2, records -> {
            StoredRecord record = records.get(1);
            SearchKeys hidden = new SearchKeys(new UUID(0, 0), "another", "another", "another", "another", false);
            Filed filed = new Filed(RecordKind.INTENT, Samples.AT, hidden);
            records.set(1, new StoredRecord(1, record.bytes(), record.attachment(), filed));
        });

        assertFound(Problem.FILED_WRONG, 3, 1);
    }

    @Test
    void aMissingBatchIsNamed() throws IOException {
        store.chain().remove(2);

        assertFound(Problem.BATCH_MISSING, 3, Finding.WHOLE_BATCH);
    }

    @Test
    void aMissingFirstBatchIsNamed() throws IOException {
        store.chain().remove(0);

        assertFound(Problem.BATCH_MISSING, 1, Finding.WHOLE_BATCH);
    }

    @Test
    void aMissingBatchIsNamedEvenWhenTheOthersMoveUp() throws IOException {
        store.chain().remove(2);
        store.chain().set(2, Mutations.moved(store.chain().get(2), 3));
        store.chain().set(3, Mutations.moved(store.chain().get(3), 4));

        assertFound(Problem.BATCH_REORDERED, 3, Finding.WHOLE_BATCH);
    }

    @Test
    void anInsertedBatchIsNamed() throws IOException {
        store.chain().add(3, store.chain().get(2));

        assertFound(Problem.BATCH_INSERTED, 3, Finding.WHOLE_BATCH);
    }

    @Test
    void aForgedBatchInPlaceOfARealOneBreaksTheLink() throws IOException {
        ChainHead before = new ChainHead(
                "node-1", 2, BatchHeader.hash(store.chain().get(1).header().bytes()));
        FakeStore forger = new FakeStore();
        forger.foreign(Batch.seal(before, new UUID(1, 1), Samples.AT, List.of(Samples.outcome(666))));
        store.chain().set(2, forger.chain().get(0));

        assertFound(Problem.HEADER_CHANGED, 3, Finding.WHOLE_BATCH);
    }

    @Test
    void reorderedBatchesAreNamed() throws IOException {
        StoredBatch second = store.chain().get(1);
        StoredBatch third = store.chain().get(2);
        store.chain().set(1, Mutations.moved(third, 2));
        store.chain().set(2, Mutations.moved(second, 3));

        assertFound(Problem.BATCH_REORDERED, 2, Finding.WHOLE_BATCH);
    }

    @Test
    void aChangedHeaderIsNamed() throws IOException {
        StoredBatch batch = store.chain().get(2);
        String header = new String(batch.header().bytes(), StandardCharsets.UTF_8);
        byte[] later = header.replace("03:04:05", "03:04:06").getBytes(StandardCharsets.UTF_8);
        store.chain().set(2, Mutations.withHeader(batch, later));
        assertFound(Problem.HEADER_CHANGED, 3, Finding.WHOLE_BATCH);

        store.chain().set(2, Mutations.withHeader(batch, Samples.utf8("{}")));
        assertFound(Problem.HEADER_UNREADABLE, 3, Finding.WHOLE_BATCH);
    }

    @Test
    void changedLeafHashesAreNamed() throws IOException {
        StoredBatch batch = store.chain().get(2);
        store.chain()
                .set(
                        2,
                        Mutations.withLeaves(
                                batch, Mutations.flipped(batch.leaves()).bytes()));

        assertFound(Problem.LEAVES_CHANGED, 3, Finding.WHOLE_BATCH);
    }

    @Test
    void aCutTailIsFoundByTheCheckpointAlone() throws IOException {
        store.chain().remove(4);
        store.chain().remove(3);

        assertThat(findings()).isEmpty();
        assertThat(ChainVerifier.verify(store, List.of(checkpoint)).findings())
                .containsExactly(new Finding(Problem.TAIL_CUT, "node-1", 4, Finding.WHOLE_BATCH));
    }

    @Test
    void aTailCutAndGrownAgainIsFoundByTheCheckpoint() throws IOException {
        store.chain().remove(4);
        ChainHead head = new ChainHead(
                "node-1", 4, BatchHeader.hash(store.chain().get(3).header().bytes()));
        store.foreign(Batch.seal(head, new UUID(1, 1), Samples.AT, List.of(Samples.outcome(666))));

        assertThat(findings()).isEmpty();
        assertThat(ChainVerifier.verify(store, List.of(checkpoint)).findings())
                .containsExactly(new Finding(Problem.CHECKPOINT_DIFFERS, "node-1", 5, Finding.WHOLE_BATCH));
    }

    @Test
    void aWholeChainThatIsGoneIsFoundByTheCheckpoint() throws IOException {
        store.chain().clear();

        assertThat(ChainVerifier.verify(store, List.of(checkpoint)).findings())
                .containsExactly(new Finding(Problem.TAIL_CUT, "node-1", 1, Finding.WHOLE_BATCH));
    }

    @Test
    void aFindingIsOneSentenceInBothLanguages() {
        assertThat(new Finding(Problem.RECORD_CHANGED, "node-1", 3, 2).sentence())
                .isEqualTo("节点 node-1 第 3 批，第 2 条 / record 2：记录被改动 / node node-1, batch 3: the record was changed");
    }

    private List<Finding> findings() throws IOException {
        return ChainVerifier.verify(store, Trust.NONE).findings();
    }

    private void assertFound(Problem problem, long sequence, int ordinal) throws IOException {
        assertThat(findings()).containsExactly(new Finding(problem, "node-1", sequence, ordinal));
    }

    private void edit(int batch, Consumer<List<StoredRecord>> change) {
        StoredBatch old = store.chain().get(batch);
        List<StoredRecord> records = new ArrayList<>(old.records());
        change.accept(records);
        store.chain().set(batch, Mutations.with(old, records));
    }

    private static StoredRecord at(int ordinal, StoredRecord record) {
        return new StoredRecord(ordinal, record.bytes(), record.attachment(), record.filed());
    }
}
