package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Refusals before authentication. They are counted, not listed: whoever has no token must not be able to fill the
 * ledger.
 *
 * @param at when the counts were taken
 * @param minute first instant of the minute counted
 * @param counts one entry per source network and reason
 */
public record RefusalCounts(Instant at, Instant minute, List<Count> counts) implements EvidenceRecord {

    /**
     * One count.
     *
     * @param network source network
     * @param reason stable reason code
     * @param count refusals
     */
    public record Count(String network, String reason, long count) {}

    public RefusalCounts {
        counts = List.copyOf(counts);
    }

    @Override
    public RecordKind kind() {
        return RecordKind.REFUSAL_COUNTS;
    }

    @Override
    public SearchKeys keys() {
        return SearchKeys.NONE;
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("minute", minute.toString());
        json.writeArrayFieldStart("counts");
        for (Count count : counts) {
            json.writeStartObject();
            json.writeStringField("network", count.network());
            json.writeStringField("reason", count.reason());
            json.writeNumberField("count", count.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
