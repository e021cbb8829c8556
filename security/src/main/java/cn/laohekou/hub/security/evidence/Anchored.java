package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * An outside party took a checkpoint. Whatever stands behind this record was written after the party answered.
 *
 * @param at when the answer was there
 * @param anchor kind of party
 * @param receipt SM3 of its answer, 64 hexadecimal digits
 */
public record Anchored(Instant at, String anchor, String receipt) implements EvidenceRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.ANCHOR;
    }

    @Override
    public SearchKeys keys() {
        return SearchKeys.NONE;
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("anchor", anchor);
        json.writeStringField("receipt", receipt);
    }
}
