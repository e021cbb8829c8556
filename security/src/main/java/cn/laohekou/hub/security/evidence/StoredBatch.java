package cn.laohekou.hub.security.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it was found in a database or a bundle, not yet believed.
 *
 * @param node node it is filed under
 * @param sequence number it is filed under
 * @param header header bytes
 * @param leaves leaf hashes one after the other; empty where a batch stands only as a link
 * @param records records in the order of their ordinals
 * @param selected ordinals of the records that must be there, ascending; null for all of them
 * @param signature signature of the head this batch was when it was the last; null when it was not signed itself
 */
public record StoredBatch(
        String node,
        long sequence,
        Blob header,
        Blob leaves,
        List<StoredRecord> records,
        @Nullable List<Integer> selected,
        @Nullable HeadSignature signature) {

    /**
     * A record as it was found.
     *
     * @param ordinal position it is filed under, from 0
     * @param bytes record bytes
     * @param attachment attached list of subject digests; null when none was found
     * @param filed what it is filed under; null where records are not searched, as in a bundle
     */
    public record StoredRecord(
            int ordinal,
            Blob bytes,
            @Nullable Blob attachment,
            @Nullable Filed filed) {}

    /**
     * What a record is filed under in the search columns.
     *
     * @param kind kind
     * @param at time, to the microsecond
     * @param keys the other columns
     */
    public record Filed(RecordKind kind, Instant at, SearchKeys keys) {}

    public StoredBatch {
        records = List.copyOf(records);
        selected = selected == null ? null : List.copyOf(selected);
    }

    /** A whole batch whose head was not signed itself. */
    public StoredBatch(String node, long sequence, Blob header, Blob leaves, List<StoredRecord> records) {
        this(node, sequence, header, leaves, records, null, null);
    }

    /** The same batch with other records, all that must be there. */
    StoredBatch only(List<StoredRecord> some) {
        return new StoredBatch(
                node,
                sequence,
                header,
                some.isEmpty() ? Blob.of(new byte[0]) : leaves,
                some,
                some.stream().map(StoredRecord::ordinal).toList(),
                signature);
    }

    /** Whether it stands only as a link between others. */
    boolean link() {
        return selected != null && selected.isEmpty();
    }
}
