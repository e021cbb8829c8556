package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.AnchorCheck.Proven;
import cn.laohekou.hub.security.evidence.Finding.Problem;
import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares a chain's times with those outside parties stated: what a party was given is not dated after its answer, and
 * what stands behind the record of the answer is not dated before it.
 */
final class AnchorWalk {

    private final String node;
    private final NavigableMap<Long, Instant> notAfter = new TreeMap<>();
    private final Map<String, Instant> answers = new HashMap<>();
    private @Nullable Instant notBefore;

    AnchorWalk(String node, List<Proven> anchors) {
        this.node = node;
        for (Proven anchor : anchors) {
            Instant time = anchor.time();
            if (time == null) {
                continue;
            }
            answers.put(anchor.digest(), time);
            for (ChainHead head : anchor.checkpoint().heads()) {
                if (head.node().equals(node)) {
                    notAfter.merge(head.sequence(), time, (a, b) -> a.isBefore(b) ? a : b);
                }
            }
        }
    }

    /** A finding when the batch's time cannot be right; null otherwise. */
    @Nullable
    Finding visit(StoredBatch batch, BatchHeader header) {
        for (StoredRecord record : batch.records()) {
            Instant answered = answers.get(String.valueOf(RecordPeek.receipt(record)));
            if (answered != null && (notBefore == null || answered.isAfter(notBefore))) {
                notBefore = answered;
            }
        }
        Map.Entry<Long, Instant> given = notAfter.ceilingEntry(batch.sequence());
        boolean tooLate = given != null && !Clocks.follows(given.getValue(), header.at());
        boolean tooEarly = notBefore != null && !Clocks.follows(header.at(), notBefore);
        return tooLate || tooEarly
                ? new Finding(Problem.CLOCK_ANCHOR, node, batch.sequence(), Finding.WHOLE_BATCH)
                : null;
    }
}
