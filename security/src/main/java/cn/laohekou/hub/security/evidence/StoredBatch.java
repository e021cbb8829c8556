package cn.laohekou.hub.security.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it was found in a database or a bundle, not yet believed.
 *
 * @param node node it is filed under
 * @param sequence number it is filed under
 * @param header header bytes
 * @param leaves leaf hashes one after the other
 * @param records records in the order of their ordinals
 */
public record StoredBatch(String node, long sequence, Blob header, Blob leaves, List<StoredRecord> records) {

    /**
     * A record as it was found.
     *
     * @param ordinal position it is filed under, from 0
     * @param bytes record bytes
     * @param attachment attached list of subject digests; null when none was found
     */
    public record StoredRecord(
            int ordinal, Blob bytes, @Nullable Blob attachment) {}

    public StoredBatch {
        records = List.copyOf(records);
    }
}
