package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.Finding.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Verifies chains: record by record, batch by batch, link by link, and against checkpoints when there are any. Believes
 * nothing but SM3.
 */
public final class ChainVerifier {

    private static final String TAIL_OPEN =
            "没有给出检查点文件，不能证明链尾未被截短 / without a checkpoint file it is not proven that no tail was cut";

    private final ChainSource source;
    private final boolean checked;
    private final Map<String, NavigableMap<Long, String>> expected = new TreeMap<>();
    private final List<ChainReport.Chain> chains = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notProven = new ArrayList<>();

    private ChainVerifier(ChainSource source, @Nullable List<Checkpoint> checkpoints) {
        this.source = source;
        this.checked = checkpoints != null && !checkpoints.isEmpty();
        for (Checkpoint checkpoint : checkpoints == null ? List.<Checkpoint>of() : checkpoints) {
            for (ChainHead head : checkpoint.heads()) {
                expected.computeIfAbsent(head.node(), node -> new TreeMap<>()).put(head.sequence(), head.hash());
            }
        }
    }

    /**
     * Verifies all chains of a source.
     *
     * @param source where they are read from
     * @param checkpoints checkpoints from outside the source; null or empty when there are none
     */
    public static ChainReport verify(ChainSource source, @Nullable List<Checkpoint> checkpoints) throws IOException {
        return new ChainVerifier(source, checkpoints).run();
    }

    private ChainReport run() throws IOException {
        List<String> nodes = source.nodes();
        for (String node : nodes) {
            Walk walk = new Walk(node);
            source.read(node, walk::visit);
            walk.end();
        }
        for (Map.Entry<String, NavigableMap<Long, String>> chain : expected.entrySet()) {
            if (source.whole() && !nodes.contains(chain.getKey())) {
                findings.add(new Finding(Problem.TAIL_CUT, chain.getKey(), 1, Finding.WHOLE_BATCH));
            }
        }
        if (!checked) {
            notProven.add(TAIL_OPEN);
        }
        return new ChainReport(chains, findings, notProven);
    }

    /** One chain being read. */
    private final class Walk {

        private final String node;
        private final NavigableMap<Long, String> marks;
        private long first;
        private long records;
        private @Nullable ChainHead head;
        private boolean bad;

        Walk(String node) {
            this.node = node;
            this.marks = expected.getOrDefault(node, new TreeMap<>());
        }

        boolean visit(StoredBatch batch) {
            Finding finding = judge(batch);
            if (finding != null) {
                findings.add(finding);
                bad = true;
                return false;
            }
            first = first == 0 ? batch.sequence() : first;
            records += batch.records().size();
            head = new ChainHead(
                    node, batch.sequence(), BatchHeader.hash(batch.header().bytes()));
            return true;
        }

        private @Nullable Finding judge(StoredBatch batch) {
            ChainHead before = head == null ? start(batch) : head;
            long next = before.sequence() + 1;
            if (batch.sequence() > next) {
                return new Finding(Problem.BATCH_MISSING, node, next, Finding.WHOLE_BATCH);
            }
            if (batch.sequence() < next) {
                return new Finding(Problem.BATCH_INSERTED, node, batch.sequence(), Finding.WHOLE_BATCH);
            }
            Finding own = BatchCheck.check(batch);
            if (own != null) {
                return own;
            }
            String mark = marks.get(batch.sequence());
            if (mark != null && !mark.equals(BatchHeader.hash(batch.header().bytes()))) {
                return new Finding(Problem.CHECKPOINT_DIFFERS, node, batch.sequence(), Finding.WHOLE_BATCH);
            }
            String link = BatchHeader.parse(batch.header().bytes()).previous();
            boolean linked = link.equals(before.hash());
            return linked ? null : new Finding(Problem.HEADER_CHANGED, node, before.sequence(), Finding.WHOLE_BATCH);
        }

        /** What must stand before the first batch that is read; for a part of a chain that is taken on trust. */
        private ChainHead start(StoredBatch batch) {
            if (source.whole() || batch.sequence() <= 1) {
                return ChainHead.empty(node);
            }
            notProven.add("节点 " + node + " 第 " + batch.sequence() + " 批之前的内容不在其中 / nothing before batch "
                    + batch.sequence() + " of node " + node + " is included");
            return partStart(batch);
        }

        private ChainHead partStart(StoredBatch batch) {
            try {
                String link = BatchHeader.parse(batch.header().bytes()).previous();
                return new ChainHead(node, batch.sequence() - 1, link);
            } catch (IllegalArgumentException unreadable) {
                return new ChainHead(node, batch.sequence() - 1, "");
            }
        }

        void end() {
            long last = head == null ? 0 : head.sequence();
            chains.add(new ChainReport.Chain(node, first, last, records, head == null ? "" : head.hash()));
            if (bad) {
                return;
            }
            if (!source.whole()) {
                notProven.add("节点 " + node + " 第 " + last + " 批之后的内容不在其中 / nothing after batch " + last + " of node "
                        + node + " is included");
            } else if (!marks.isEmpty() && marks.lastKey() > last) {
                findings.add(new Finding(Problem.TAIL_CUT, node, last + 1, Finding.WHOLE_BATCH));
            } else if (checked && (marks.isEmpty() || marks.lastKey() < last)) {
                notProven.add("节点 " + node + " 最后一个检查点之后的批次是否被截短无法证明 / that nothing was cut after the last"
                        + " checkpoint of node " + node + " is not proven");
            }
        }
    }
}
