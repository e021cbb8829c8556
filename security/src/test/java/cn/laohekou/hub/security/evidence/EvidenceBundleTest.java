package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceBundleTest {

    @TempDir
    private Path directory;

    private final FakeStore store = new FakeStore();

    @Test
    void aBundleVerifiesWithoutADatabase() throws IOException {
        ChainHead head = fill();
        EvidenceBundle bundle = EvidenceBundle.open(export(store));

        ChainReport report =
                ChainVerifier.verify(bundle, List.of(new Checkpoint(Samples.AT, Checkpoint.NONE, List.of(head))));

        assertThat(report.findings()).isEmpty();
        assertThat(report.notProven()).singleElement().asString().contains("nothing is signed");
        assertThat(report.chains()).containsExactly(new ChainReport.Chain("node-1", 1, 3, 6, head.hash(), 0));
    }

    @Test
    void aBundleHoldsTheExactBytes() throws IOException {
        fill();
        List<StoredBatch> read = new ArrayList<>();
        EvidenceBundle.open(export(store)).read("node-1", read::add);

        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("records.filed")
                .isEqualTo(store.chain());
    }

    @Test
    void aChangedBundleIsFoundOut() throws IOException {
        fill();
        Mutations.changeRecord(store.chain(), 1, 1);

        assertThat(ChainVerifier.verify(EvidenceBundle.open(export(store)), Trust.NONE)
                        .findings())
                .containsExactly(new Finding(Finding.Problem.RECORD_CHANGED, "node-1", 2, 1));
    }

    @Test
    void aPartSaysThatItIsAPart() throws IOException {
        ChainHead head = fill();
        store.chain().remove(0);
        EvidenceBundle bundle = EvidenceBundle.open(export(new Part(store)));

        ChainReport report =
                ChainVerifier.verify(bundle, List.of(new Checkpoint(Samples.AT, Checkpoint.NONE, List.of(head))));

        assertThat(report.findings()).isEmpty();
        assertThat(report.notProven()).anyMatch(s -> s.contains("before batch 2"));
    }

    @Test
    void anythingElseIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("x.zip"), "not a zip");

        assertThatThrownBy(() -> EvidenceBundle.open(file)).isInstanceOf(IOException.class);
    }

    private ChainHead fill() {
        ChainHead head = ChainHead.empty("node-1");
        for (int i = 0; i < 3; i++) {
            EvidenceEntry large = EvidenceEntry.of(Samples.intent(i, 1, Samples.subjects(120)));
            Batch batch = Batch.seal(head, new UUID(1, 1), Samples.AT, List.of(large, Samples.outcome(i)));
            store.foreign(batch);
            head = batch.head();
        }
        return head;
    }

    private Path export(ChainSource source) throws IOException {
        Path file = directory.resolve("bundle.zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            EvidenceBundle.export(source, Samples.AT, out);
        }
        return file;
    }

    /** The same chain, declared to be a part. */
    private record Part(FakeStore all) implements ChainSource {

        @Override
        public boolean whole() {
            return false;
        }

        @Override
        public List<String> nodes() {
            return all.nodes();
        }

        @Override
        public void read(String node, BatchVisitor visitor) throws IOException {
            all.read(node, visitor);
        }
    }
}
