package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/**
 * A time in which evidence could not be made durable, so that nothing was forwarded or released.
 *
 * @param at when the ledger was durable again
 * @param from when it stopped being durable
 * @param refused exchanges and records refused in that time
 * @param outcomesLost outcome records that found no place in the queue; their intents are on record
 * @param reason short reason, without addresses or values
 */
public record Gap(Instant at, Instant from, long refused, long outcomesLost, String reason) implements EvidenceRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.GAP;
    }

    @Override
    public SearchKeys keys() {
        return SearchKeys.NONE;
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("from", from.toString());
        json.writeStringField("to", at.toString());
        json.writeNumberField("refused", refused);
        json.writeNumberField("outcomesLost", outcomesLost);
        json.writeStringField("reason", reason);
    }
}
