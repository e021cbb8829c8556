package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A refused exchange of an authenticated caller. What the caller wrote stands here only where it has the shape of a
 * name: a refused path or purpose may hold an ID number.
 *
 * @param exchange exchange id
 * @param at when it was refused
 * @param asker who asked
 * @param resource resource name asked for; null when none could be read
 * @param operation operation resolved; null when it did not come to that
 * @param purpose purpose stated; null when none
 * @param grant grant that was looked at; null when none
 * @param policyEpoch policy epoch of the snapshot
 * @param code stable reason code
 * @param status HTTP status answered
 * @param attributes further inputs of the decision, as far as it had come
 */
public record Refusal(
        UUID exchange,
        Instant at,
        Asker asker,
        @Nullable String resource,
        @Nullable String operation,
        @Nullable String purpose,
        @Nullable String grant,
        long policyEpoch,
        String code,
        int status,
        Attributes attributes)
        implements EvidenceRecord {

    /** Stands for text that does not have the shape of a name. */
    static final String NOT_A_NAME = "(not-a-name)";

    /** At least one letter first, so that no number can pass as a name. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** An ID number behind a letter is still an ID number. */
    private static final Pattern LONG_NUMBER = Pattern.compile(".*[0-9]{6}.*");

    public Refusal {
        resource = nameOnly(resource);
        operation = nameOnly(operation);
        purpose = nameOnly(purpose);
    }

    @Override
    public RecordKind kind() {
        return RecordKind.REFUSAL;
    }

    @Override
    public SearchKeys keys() {
        return new SearchKeys(exchange, asker.system(), resource, purpose, grant, false);
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("exchange", exchange.toString());
        asker.write(json);
        RecordCodec.writeIfPresent(json, "resource", resource);
        RecordCodec.writeIfPresent(json, "operation", operation);
        RecordCodec.writeIfPresent(json, "purpose", purpose);
        RecordCodec.writeIfPresent(json, "grant", grant);
        json.writeNumberField("policyEpoch", policyEpoch);
        json.writeStringField("code", code);
        json.writeNumberField("status", status);
        attributes.write(json);
    }

    private static @Nullable String nameOnly(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return NAME.matcher(text).matches() && !LONG_NUMBER.matcher(text).matches() ? text : NOT_A_NAME;
    }
}
