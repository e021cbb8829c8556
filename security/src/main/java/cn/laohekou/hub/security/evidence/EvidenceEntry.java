package cn.laohekou.hub.security.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way into the ledger: encoded once, its leaf hash taken, on the thread that made it, so that the one
 * writer thread has little left to do.
 */
public final class EvidenceEntry {

    /** Epoch of an entry that is not bound to one. */
    static final long UNBOUND = 0;

    private static final long[] NONE = {};

    private final EvidenceRecord record;
    private final byte[] bytes;
    private final byte[] leaf;
    private final long[] searchDigests;
    private final byte @Nullable [] attachment;
    private final List<Tally> tallies;

    private EvidenceEntry(EvidenceEntry counted, List<Tally> tallies) {
        this.record = counted.record;
        this.bytes = counted.bytes;
        this.leaf = counted.leaf;
        this.searchDigests = counted.searchDigests;
        this.attachment = counted.attachment;
        this.tallies = List.copyOf(tallies);
    }

    private EvidenceEntry(EvidenceRecord record) {
        this.tallies = List.of();
        this.record = record;
        this.bytes = RecordCodec.encode(record);
        this.leaf = Merkle.leaf(bytes);
        this.searchDigests = record instanceof Intent intent ? searchDigests(intent) : NONE;
        this.attachment =
                record instanceof Intent intent ? intent.release().subjects().attachment() : null;
    }

    /**
     * Encodes a record. An {@link Intent} is bound to its policy epoch: it becomes durable only while that epoch is in
     * force.
     *
     * @param record what is to be recorded
     */
    public static EvidenceEntry of(EvidenceRecord record) {
        return new EvidenceEntry(record);
    }

    /** The same record, raising figures in the very transaction it becomes durable in. */
    public EvidenceEntry counting(List<Tally> raised) {
        return new EvidenceEntry(this, raised);
    }

    /** Figures raised together with the record; mostly none. */
    public List<Tally> tallies() {
        return tallies;
    }

    /** The record. */
    public EvidenceRecord record() {
        return record;
    }

    /** The exact bytes that are hashed and stored; do not change the array. */
    public byte[] bytes() {
        return bytes;
    }

    /** Leaf hash of the bytes; do not change the array. */
    byte[] leaf() {
        return leaf;
    }

    /** Numbers the record is found by: of its data subjects, of the acting person and of the case. Do not change. */
    public long[] searchDigests() {
        return searchDigests;
    }

    private static long[] searchDigests(Intent intent) {
        String person = intent.asker().person();
        String caseNumber = intent.asked().caseNumber();
        List<byte[]> digests = intent.release().subjects().digests();
        long[] found = new long[digests.size() + (person == null ? 0 : 1) + (caseNumber == null ? 0 : 1)];
        int at = 0;
        for (byte[] digest : digests) {
            found[at++] = Subjects.key(digest);
        }
        if (person != null) {
            found[at++] = SearchDigest.ofPerson(person);
        }
        if (caseNumber != null) {
            found[at] = SearchDigest.ofCase(caseNumber);
        }
        return found;
    }

    /** The attached list of subject digests; null when there is none. Do not change the array. */
    public byte @Nullable [] attachment() {
        return attachment;
    }

    /** Policy epoch the entry is bound to; {@link #UNBOUND} when to none. */
    long boundEpoch() {
        return record instanceof Intent intent ? intent.basis().policyEpoch() : UNBOUND;
    }

    /** Memory the entry holds, roughly, in bytes. */
    long weight() {
        return bytes.length + (attachment == null ? 0L : 2L * attachment.length) + 256;
    }
}
