package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/**
 * What became of an exchange whose intent is on record.
 *
 * @param exchange exchange id
 * @param at when it ended
 * @param result how it ended
 * @param releasedBytes bytes of the body handed to the caller's connection
 * @param durationMicros time from the call's arrival to its end, in microseconds
 */
public record Outcome(UUID exchange, Instant at, Result result, long releasedBytes, long durationMicros)
        implements EvidenceRecord {

    /** How a release ended. */
    public enum Result {
        /** Everything was handed over. */
        COMPLETE("complete"),
        /** The release began; the caller went away before taking everything. */
        RELEASED_NOT_FULLY_TAKEN("released-not-fully-taken"),
        /** The release began and failed on the hub's side. */
        RELEASE_FAILED("release-failed"),
        /** Nothing was released: the caller had gone, or the decision no longer held. */
        NOT_RELEASED("not-released");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        /** The result as it stands in the record. */
        public String label() {
            return label;
        }
    }

    @Override
    public RecordKind kind() {
        return RecordKind.OUTCOME;
    }

    @Override
    public SearchKeys keys() {
        return new SearchKeys(exchange, null, null, null, null, false);
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("exchange", exchange.toString());
        json.writeStringField("result", result.label);
        json.writeNumberField("releasedBytes", releasedBytes);
        json.writeNumberField("durationMicros", durationMicros);
    }
}
