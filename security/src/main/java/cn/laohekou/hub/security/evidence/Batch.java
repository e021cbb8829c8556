package cn.laohekou.hub.security.evidence;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** The unit of flush: records sealed under one header, ready to be written. Immutable. */
public final class Batch {

    private final BatchHeader header;
    private final byte[] headerBytes;
    private final String hash;
    private final byte[] leaves;
    private final List<EvidenceEntry> entries;

    private Batch(BatchHeader header, byte[] leaves, List<EvidenceEntry> entries) {
        this.header = header;
        this.headerBytes = header.encode();
        this.hash = BatchHeader.hash(headerBytes);
        this.leaves = leaves;
        this.entries = entries;
    }

    static Batch seal(ChainHead after, UUID boot, Instant at, List<EvidenceEntry> entries) {
        List<EvidenceEntry> sealed = List.copyOf(entries);
        byte[] leaves = Merkle.join(sealed.stream().map(EvidenceEntry::leaf).toList());
        String root = HexFormat.of().formatHex(Merkle.root(leaves));
        BatchHeader header =
                new BatchHeader(after.node(), boot, after.sequence() + 1, after.hash(), root, sealed.size(), at);
        return new Batch(header, leaves, sealed);
    }

    /** The header. */
    public BatchHeader header() {
        return header;
    }

    /** The header's exact bytes; do not change the array. */
    public byte[] headerBytes() {
        return headerBytes;
    }

    /** Leaf hashes of the records one after the other; do not change the array. */
    public byte[] leaves() {
        return leaves;
    }

    /** The records, in order; the position is the record's ordinal, from 0. */
    public List<EvidenceEntry> entries() {
        return entries;
    }

    /** Where the chain ends once this batch is in it. */
    public ChainHead head() {
        return new ChainHead(header.node(), header.sequence(), hash);
    }
}
