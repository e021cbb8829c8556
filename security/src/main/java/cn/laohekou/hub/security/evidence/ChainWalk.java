package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.Finding.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One chain being read: each batch against itself, its neighbours, the marks, the signatures and the clock. */
final class ChainWalk {

    private final String node;
    private final ChainSource source;
    private final NavigableMap<Long, String> marks;
    private final SignatureWalk signatures;
    private final AnchorWalk anchors;
    private final Archived archived;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notProven = new ArrayList<>();

    /** Problems that do not end the walk are told once each: what follows the first has the same cause. */
    private final Set<Problem> told = EnumSet.noneOf(Problem.class);

    private long first;
    private long records;
    private @Nullable ChainHead head;
    private @Nullable Instant headAt;
    private boolean bad;

    ChainWalk(
            String node,
            ChainSource source,
            NavigableMap<Long, String> marks,
            SignatureWalk signatures,
            AnchorWalk anchors,
            Archived archived) {
        this.node = node;
        this.source = source;
        this.marks = marks;
        this.signatures = signatures;
        this.anchors = anchors;
        this.archived = archived;
    }

    boolean visit(StoredBatch batch) {
        Finding finding = judge(batch);
        if (finding != null) {
            findings.add(finding);
            bad = true;
            return false;
        }
        BatchHeader header = BatchHeader.parse(batch.header().bytes());
        String hash = BatchHeader.hash(batch.header().bytes());
        if (headAt != null && !Clocks.follows(header.at(), headAt)) {
            note(Problem.CLOCK_BACKWARDS, batch.sequence());
        }
        tell(signatures.visit(batch, header, hash));
        tell(anchors.visit(batch, header));
        archived.visit(batch);
        first = first == 0 ? batch.sequence() : first;
        records += batch.records().size();
        head = new ChainHead(node, batch.sequence(), hash);
        headAt = header.at();
        return true;
    }

    private @Nullable Finding judge(StoredBatch batch) {
        ChainHead before = before(batch);
        long next = before.sequence() + 1;
        if (batch.sequence() > next) {
            return new Finding(Problem.BATCH_MISSING, node, next, Finding.WHOLE_BATCH);
        }
        if (batch.sequence() < next) {
            return new Finding(Problem.BATCH_INSERTED, node, batch.sequence(), Finding.WHOLE_BATCH);
        }
        Finding own = BatchCheck.check(batch);
        if (own != null && !own.problem().leavesChain()) {
            return own;
        }
        String mark = marks.get(batch.sequence());
        if (mark != null && !mark.equals(BatchHeader.hash(batch.header().bytes()))) {
            return new Finding(Problem.CHECKPOINT_DIFFERS, node, batch.sequence(), Finding.WHOLE_BATCH);
        }
        String link = BatchHeader.parse(batch.header().bytes()).previous();
        boolean linked = link.equals(before.hash());
        if (linked) {
            tell(own);
        }
        return linked ? null : new Finding(Problem.HEADER_CHANGED, node, before.sequence(), Finding.WHOLE_BATCH);
    }

    private ChainHead before(StoredBatch batch) {
        if (head == null) {
            return start(batch);
        }
        // Only what ends in a signed head may be followed by a leap: its signature covers it without its successor.
        boolean leap = source.sparse() && batch.sequence() > head.sequence() + 1 && signatures.signedNow();
        return leap ? linkOf(batch) : head;
    }

    /** What must stand before the first batch that is read; for a part of a chain that is taken on trust. */
    private ChainHead start(StoredBatch batch) {
        if (batch.sequence() <= 1) {
            return ChainHead.empty(node);
        }
        ChainHead link = linkOf(batch);
        if (source.whole()) {
            archived.missing(link);
        } else {
            notProven.add("节点 " + node + " 第 " + batch.sequence() + " 批之前的内容不在其中 / nothing before batch "
                    + batch.sequence() + " of node " + node + " is included");
        }
        return link;
    }

    private ChainHead linkOf(StoredBatch batch) {
        try {
            String link = BatchHeader.parse(batch.header().bytes()).previous();
            return new ChainHead(node, batch.sequence() - 1, link);
        } catch (IllegalArgumentException unreadable) {
            return new ChainHead(node, batch.sequence() - 1, "");
        }
    }

    void end(boolean checked, List<ChainReport.Chain> chains, List<Finding> allFindings, List<String> allNotProven) {
        long last = head == null ? 0 : head.sequence();
        chains.add(new ChainReport.Chain(
                node, first, last, records, head == null ? "" : head.hash(), signatures.lastSigned()));
        if (!bad) {
            endWhole(checked, last);
        }
        allFindings.addAll(findings);
        allNotProven.addAll(notProven);
    }

    private void endWhole(boolean checked, long last) {
        if (signatures.firstUnsigned() != 0) {
            endUnsigned();
        }
        if (!source.whole()) {
            notProven.add("节点 " + node + " 第 " + last + " 批之后的内容不在其中 / nothing after batch " + last + " of node " + node
                    + " is included");
        } else if (!marks.isEmpty() && marks.lastKey() > last) {
            findings.add(new Finding(Problem.TAIL_CUT, node, last + 1, Finding.WHOLE_BATCH));
        } else if (checked && (marks.isEmpty() || marks.lastKey() < last)) {
            notProven.add("节点 " + node + " 最后一个检查点之后的批次是否被截短无法证明 / that nothing was cut after the last"
                    + " checkpoint of node " + node + " is not proven");
        }
    }

    /** An export is made after its end was signed; a running chain may be a little ahead of its signature. */
    private void endUnsigned() {
        long from = signatures.firstUnsigned();
        if (source.endsSigned() || signatures.unsignedTooLong()) {
            findings.add(new Finding(Problem.SIGNATURE_MISSING, node, from, Finding.WHOLE_BATCH));
        } else {
            notProven.add("节点 " + node + " 自第 " + from + " 批起尚未签名 / from batch " + from + " of node " + node
                    + " on nothing is signed yet");
        }
    }

    private void note(Problem problem, long sequence) {
        tell(new Finding(problem, node, sequence, Finding.WHOLE_BATCH));
    }

    private void tell(@Nullable Finding finding) {
        if (finding != null && told.add(finding.problem())) {
            findings.add(finding);
        }
    }
}
