package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * A granted exchange, recorded before anything is released: every input of the decision and what is about to leave.
 *
 * @param exchange exchange id
 * @param at when it was decided
 * @param pattern exchange pattern
 * @param asker who asked
 * @param asked what was asked
 * @param basis on what the decision rests
 * @param release what is about to be released
 * @param attributes further inputs of the decision
 */
public record Intent(
        UUID exchange,
        Instant at,
        Pattern pattern,
        Asker asker,
        Asked asked,
        Basis basis,
        Release release,
        Attributes attributes)
        implements EvidenceRecord {

    /** The five exchange patterns. */
    public enum Pattern {
        QUERY,
        EVENT,
        TABLE,
        FILE,
        STREAM;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    @Override
    public RecordKind kind() {
        return RecordKind.INTENT;
    }

    @Override
    public SearchKeys keys() {
        return new SearchKeys(
                exchange,
                asker.system(),
                asked.resource(),
                asked.purpose(),
                basis.grant(),
                basis.quota().limited());
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("exchange", exchange.toString());
        json.writeStringField("pattern", pattern.label);
        asker.write(json);
        asked.write(json);
        basis.write(json);
        release.write(json);
        attributes.write(json);
    }
}
