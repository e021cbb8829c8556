package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Some records of a source, with what proves each: its batch's leaf hashes and header, and the headers from there to the
 * next signed head.
 */
public final class SelectedRecords implements ChainSource {

    private final ChainSource base;
    private final Map<String, NavigableMap<Long, Set<Integer>>> places;

    /**
     * A selection.
     *
     * @param base where the records stand
     * @param places ordinals by batch by node
     */
    public SelectedRecords(ChainSource base, Map<String, NavigableMap<Long, Set<Integer>>> places) {
        this.base = base;
        this.places = places;
    }

    @Override
    public boolean whole() {
        return false;
    }

    @Override
    public boolean sparse() {
        return true;
    }

    @Override
    public boolean endsSigned() {
        return true;
    }

    @Override
    public Map<String, Blob> keys() throws IOException {
        return base.keys();
    }

    @Override
    public List<StoredAnchor> anchors() throws IOException {
        return base.anchors();
    }

    @Override
    public List<String> nodes() {
        return places.keySet().stream().sorted().toList();
    }

    @Override
    public void read(String node, BatchVisitor visitor) throws IOException {
        NavigableMap<Long, Set<Integer>> wanted = places.getOrDefault(node, new TreeMap<>());
        Map.Entry<Long, Set<Integer>> next = wanted.firstEntry();
        while (next != null) {
            Run run = new Run(wanted, visitor);
            base.read(node, next.getKey(), run::visit);
            next = run.goesOn ? wanted.higherEntry(run.last) : null;
        }
    }

    /** From one selected batch to a signed head behind which none is selected at once. */
    private static final class Run {

        private final NavigableMap<Long, Set<Integer>> wanted;
        private final BatchVisitor visitor;
        private long last;
        private boolean goesOn = true;

        Run(NavigableMap<Long, Set<Integer>> wanted, BatchVisitor visitor) {
            this.wanted = wanted;
            this.visitor = visitor;
        }

        boolean visit(StoredBatch batch) throws IOException {
            Set<Integer> ordinals = wanted.getOrDefault(batch.sequence(), Set.of());
            List<StoredRecord> records = batch.records().stream()
                    .filter(record -> ordinals.contains(record.ordinal()))
                    .toList();
            last = batch.sequence();
            goesOn = visitor.visit(batch.only(records));
            return goesOn && (batch.signature() == null || wanted.containsKey(last + 1));
        }
    }
}
