package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Beginnings of chains that are gone from a source, and the records that say where they went. */
final class Archived {

    private final List<ChainHead> missing = new ArrayList<>();
    private final Map<ChainHead, String> recorded = new HashMap<>();

    /** A chain begins behind this head. */
    void missing(ChainHead head) {
        missing.add(head);
    }

    /** Looks for records of archiving. */
    void visit(StoredBatch batch) {
        for (StoredRecord record : batch.records()) {
            RecordPeek.prunings(record).forEach(pruning -> recorded.put(pruning.through(), pruning.bundle()));
        }
    }

    /** Beginnings that are gone without a record. */
    List<Finding> unrecorded() {
        return missing.stream()
                .filter(head -> !recorded.containsKey(head))
                .map(head -> new Finding(Finding.Problem.BATCH_MISSING, head.node(), 1, Finding.WHOLE_BATCH))
                .toList();
    }

    /** What stands in archives, one sentence each. */
    List<String> sentences() {
        return missing.stream()
                .filter(recorded::containsKey)
                .map(head -> "节点 " + head.node() + " 第 1 至 " + head.sequence() + " 批已归档，请验证归档包，其 SM3 为 "
                        + recorded.get(head)
                        + "，链头为 " + head.hash() + " / batches up to " + head.sequence() + " of node " + head.node()
                        + " are archived: verify that bundle too")
                .toList();
    }
}
