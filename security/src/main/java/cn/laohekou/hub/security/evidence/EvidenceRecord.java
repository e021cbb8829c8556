package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * One statement of the ledger. Records hold inputs of decisions, sizes and digests; never a released value, a request
 * value or an identifier of a person in clear.
 */
public sealed interface EvidenceRecord permits Intent, Outcome, Refusal, RefusalCounts, Audit, Gap, Start, Anchored {

    /** What the record tells. */
    RecordKind kind();

    /** When it happened; stored to the microsecond. */
    Instant at();

    /** What it can be found by. */
    SearchKeys keys();

    /**
     * Writes all members but {@code kind} and {@code at}, in an order that never changes within a format version.
     *
     * @param json generator inside the record's object
     */
    void writeMembers(JsonGenerator json) throws IOException;
}
