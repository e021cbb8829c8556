package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm2;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A chain in memory whose every second batch was the signed head, with whatever a test puts beside it. */
final class SignedChain implements ChainSource {

    static final Sm2.Pair PAIR = Sm2.generate();
    static final String KEY = "evidence-root-1";
    static final RootSigner SIGNER = statement ->
            new HeadSignature(Blob.of(statement), KEY, Blob.of(Sm2.sign(PAIR.privateKey(), Sm2.DEFAULT_ID, statement)));

    private final FakeStore store = new FakeStore();
    private final List<StoredAnchor> anchors = new ArrayList<>();
    private ChainHead head = ChainHead.empty("node-1");
    private Instant at = Samples.AT;

    /** Batches of two exchanges and an outcome each, a second apart, the even ones signed. */
    static SignedChain of(int batches) {
        return of(batches, Samples.AT);
    }

    static SignedChain of(int batches, Instant first) {
        SignedChain chain = new SignedChain();
        chain.clock(first);
        for (int i = 1; i <= batches; i++) {
            chain.add(chain.entries(i), i % 2 == 0);
        }
        return chain;
    }

    List<EvidenceEntry> entries(int batch) {
        return List.of(intent(10 * batch), intent(10 * batch + 1), Samples.outcome(10 * batch));
    }

    private EvidenceEntry intent(int number) {
        Intent plain = Samples.intent(number, 1, Samples.subjects(1));
        return EvidenceEntry.of(new Intent(
                plain.exchange(),
                at,
                plain.pattern(),
                plain.asker(),
                plain.asked(),
                plain.basis(),
                plain.release(),
                plain.attributes()));
    }

    ChainHead add(List<EvidenceEntry> entries, boolean signed) {
        Batch batch = Batch.seal(head, new UUID(1, 1), at, entries);
        store.foreign(batch);
        head = batch.head();
        if (signed) {
            sign(SIGNER.sign(new HeadStatement(head, at).bytes()));
        }
        at = at.plus(Duration.ofSeconds(1));
        return head;
    }

    /** Puts a signature at the last batch. */
    void sign(HeadSignature signature) {
        sign(chain().size() - 1, signature);
    }

    void sign(int index, HeadSignature signature) {
        StoredBatch old = chain().get(index);
        chain().set(index, signed(old, signature));
    }

    static StoredBatch signed(StoredBatch old, @Nullable HeadSignature signature) {
        return new StoredBatch(
                old.node(), old.sequence(), old.header(), old.leaves(), old.records(), old.selected(), signature);
    }

    /** The next batch is dated so. */
    void clock(Instant next) {
        at = next;
    }

    Instant now() {
        return at;
    }

    ChainHead head() {
        return head;
    }

    List<StoredBatch> chain() {
        return store.chain();
    }

    List<StoredAnchor> kept() {
        return anchors;
    }

    @Override
    public boolean whole() {
        return true;
    }

    @Override
    public List<String> nodes() {
        return store.nodes();
    }

    @Override
    public void read(String node, BatchVisitor visitor) throws IOException {
        store.read(node, visitor);
    }

    @Override
    public Map<String, Blob> keys() {
        return Map.of(KEY, Blob.of(PAIR.publicKey()));
    }

    @Override
    public List<StoredAnchor> anchors() {
        return anchors;
    }
}
