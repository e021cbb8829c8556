package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import cn.laohekou.hub.security.evidence.Finding.Problem;
import cn.laohekou.hub.security.evidence.StoredBatch.Filed;
import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks one stored batch against its own header: everything but its links to its neighbours. */
final class BatchCheck {

    private final StoredBatch batch;
    private final byte[] leaves;

    /** A time that does not fit, told only when nothing worse is wrong. */
    private @Nullable Finding clock;

    private BatchCheck(StoredBatch batch) {
        this.batch = batch;
        this.leaves = batch.leaves().bytes();
    }

    /** The first thing wrong with a batch; null when nothing is. */
    static @Nullable Finding check(StoredBatch batch) {
        BatchHeader header;
        try {
            header = BatchHeader.parse(batch.header().bytes());
        } catch (IllegalArgumentException e) {
            return finding(batch, Problem.HEADER_UNREADABLE, Finding.WHOLE_BATCH);
        }
        if (!header.node().equals(batch.node()) || header.sequence() != batch.sequence()) {
            return finding(batch, Problem.BATCH_REORDERED, Finding.WHOLE_BATCH);
        }
        return new BatchCheck(batch).against(header);
    }

    private @Nullable Finding against(BatchHeader header) {
        if (batch.link()) {
            return batch.records().isEmpty()
                    ? null
                    : finding(
                            batch,
                            Problem.RECORD_INSERTED,
                            batch.records().get(0).ordinal());
        }
        boolean whole = leaves.length == (long) header.count() * Sm3.BYTES && leaves.length > 0;
        if (!whole || !HexFormat.of().formatHex(Merkle.root(leaves)).equals(header.root())) {
            return finding(batch, Problem.LEAVES_CHANGED, Finding.WHOLE_BATCH);
        }
        Map<Integer, StoredRecord> byOrdinal = new HashMap<>();
        for (StoredRecord record : batch.records()) {
            boolean known = record.ordinal() >= 0 && record.ordinal() < header.count() && wanted(record.ordinal());
            if (!known || byOrdinal.put(record.ordinal(), record) != null) {
                return finding(batch, Problem.RECORD_INSERTED, record.ordinal());
            }
        }
        for (int i = 0; i < header.count(); i++) {
            Finding finding = wanted(i) ? checkRecord(i, byOrdinal.get(i), header) : null;
            if (finding != null) {
                return finding;
            }
        }
        return clock;
    }

    private boolean wanted(int ordinal) {
        return batch.selected() == null || batch.selected().contains(ordinal);
    }

    private @Nullable Finding checkRecord(int ordinal, @Nullable StoredRecord record, BatchHeader header) {
        if (record == null) {
            return finding(batch, Problem.RECORD_MISSING, ordinal);
        }
        byte[] leaf = Merkle.leaf(record.bytes().bytes());
        if (isLeaf(ordinal, leaf)) {
            return checkSurroundings(record, header);
        }
        for (int other = 0; other < header.count(); other++) {
            if (isLeaf(other, leaf)) {
                return finding(batch, Problem.RECORD_REORDERED, ordinal);
            }
        }
        return finding(batch, Problem.RECORD_CHANGED, ordinal);
    }

    /** The record's bytes are right; is what hangs on them? */
    private @Nullable Finding checkSurroundings(StoredRecord record, BatchHeader header) {
        RecordReader reader;
        Filed told;
        try {
            reader = RecordReader.of(record.bytes().bytes());
            told = reader.filed();
        } catch (IllegalArgumentException unknownFormat) {
            return finding(batch, Problem.RECORD_CHANGED, record.ordinal());
        }
        Filed filed = record.filed();
        if (filed != null && !filed.equals(told)) {
            return finding(batch, Problem.FILED_WRONG, record.ordinal());
        }
        if (clock == null && !Clocks.fits(told, header)) {
            clock = finding(batch, Problem.CLOCK_RECORD, record.ordinal());
        }
        return checkList(record, reader.subjectList());
    }

    private @Nullable Finding checkList(StoredRecord record, @Nullable String expected) {
        Blob list = record.attachment();
        if (expected == null && list == null) {
            return null;
        }
        if (list == null) {
            return finding(batch, Problem.LIST_MISSING, record.ordinal());
        }
        String found = HexFormat.of().formatHex(Sm3.hash(list.bytes()));
        return found.equals(expected) ? null : finding(batch, Problem.LIST_CHANGED, record.ordinal());
    }

    private boolean isLeaf(int ordinal, byte[] leaf) {
        int from = ordinal * Sm3.BYTES;
        return Arrays.equals(leaves, from, from + Sm3.BYTES, leaf, 0, Sm3.BYTES);
    }

    private static Finding finding(StoredBatch batch, Problem problem, int ordinal) {
        return new Finding(problem, batch.node(), batch.sequence(), ordinal);
    }
}
