package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.util.ArrayList;
import java.util.List;

/** What a forger with write access to the tables could do. */
final class Mutations {

    private Mutations() {}

    static void changeRecord(List<StoredBatch> chain, int batch, int record) {
        StoredBatch old = chain.get(batch);
        List<StoredRecord> records = new ArrayList<>(old.records());
        StoredRecord target = records.get(record);
        records.set(
                record,
                new StoredRecord(target.ordinal(), flipped(target.bytes()), target.attachment(), target.filed()));
        chain.set(batch, with(old, records));
    }

    static StoredBatch with(StoredBatch old, List<StoredRecord> records) {
        return new StoredBatch(old.node(), old.sequence(), old.header(), old.leaves(), records);
    }

    static StoredBatch withHeader(StoredBatch old, byte[] header) {
        return new StoredBatch(old.node(), old.sequence(), Blob.of(header), old.leaves(), old.records());
    }

    static StoredBatch withLeaves(StoredBatch old, byte[] leaves) {
        return new StoredBatch(old.node(), old.sequence(), old.header(), Blob.of(leaves), old.records());
    }

    static StoredBatch moved(StoredBatch old, long sequence) {
        return new StoredBatch(old.node(), sequence, old.header(), old.leaves(), old.records());
    }

    /** One bit of the last but one byte. */
    static Blob flipped(Blob blob) {
        byte[] bytes = blob.bytes().clone();
        bytes[bytes.length - 2] ^= 1;
        return Blob.of(bytes);
    }
}
