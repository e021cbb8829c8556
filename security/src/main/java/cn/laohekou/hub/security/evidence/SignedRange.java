package cn.laohekou.hub.security.evidence;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A range of each chain that ends in a signed head. */
public final class SignedRange implements ChainSource {

    /**
     * Batches of one chain.
     *
     * @param first first batch
     * @param last last batch, one whose head was signed
     */
    public record Range(long first, long last) {}

    private final ChainSource base;
    private final Map<String, Range> ranges;
    private final boolean whole;

    /**
     * Ranges of chains.
     *
     * @param base where the chains stand
     * @param ranges by node
     * @param whole whether everything that is signed is in
     */
    public SignedRange(ChainSource base, Map<String, Range> ranges, boolean whole) {
        this.base = base;
        this.ranges = Map.copyOf(ranges);
        this.whole = whole;
    }

    @Override
    public boolean whole() {
        return whole;
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
        return ranges.keySet().stream().sorted().toList();
    }

    @Override
    public void read(String node, BatchVisitor visitor) throws IOException {
        Range range = ranges.get(node);
        if (range != null) {
            base.read(node, range.first(), batch -> batch.sequence() <= range.last() && visitor.visit(batch));
        }
    }
}
