package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of one chain that goes into one archive bundle: whole batches up to a signed head, all of them recorded before
 * a time, with the statements of outside parties that are about them.
 */
public final class ArchiveRange implements ChainSource {

    private final ChainSource base;
    private final String node;
    private final SignedRange.Range range;
    private final Instant before;

    /**
     * A part of a chain.
     *
     * @param base where the chain stands
     * @param node whose chain
     * @param range its batches; the last is one whose head was signed
     * @param before first instant that may not be in it
     */
    public ArchiveRange(ChainSource base, String node, SignedRange.Range range, Instant before) {
        this.base = base;
        this.node = node;
        this.range = range;
        this.before = before;
    }

    @Override
    public boolean whole() {
        return false;
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
    public List<String> nodes() {
        return List.of(node);
    }

    /** Three years of ten-minute anchors would outweigh a small part: only those of its own batches are in. */
    @Override
    public List<StoredAnchor> anchors() throws IOException {
        List<StoredAnchor> own = new ArrayList<>();
        for (StoredAnchor anchor : base.anchors()) {
            if (concerns(anchor)) {
                own.add(anchor);
            }
        }
        return own;
    }

    @Override
    public void read(String of, BatchVisitor visitor) throws IOException {
        if (of.equals(node)) {
            base.read(node, range.first(), batch -> {
                if (batch.sequence() > range.last()) {
                    return false;
                }
                requireOld(batch);
                return visitor.visit(batch);
            });
        }
    }

    private void requireOld(StoredBatch batch) throws IOException {
        boolean young = !BatchHeader.parse(batch.header().bytes()).at().isBefore(before);
        for (StoredRecord record : batch.records()) {
            young |= record.filed() != null && !record.filed().at().isBefore(before);
        }
        if (young) {
            throw new IOException("第 " + batch.sequence() + " 批含有不满保存期限的记录 / batch " + batch.sequence()
                    + " holds records that must still be kept");
        }
    }

    private boolean concerns(StoredAnchor anchor) {
        try {
            String line = new String(anchor.line().bytes(), StandardCharsets.UTF_8);
            return Checkpoint.parse(line.strip()).heads().stream()
                    .anyMatch(head -> head.node().equals(node)
                            && head.sequence() >= range.first()
                            && head.sequence() <= range.last());
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
