package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A management write.
 *
 * @param at when it was made
 * @param actor who made it
 * @param action what was done, for example {@code grant.approve}
 * @param objectKind kind of the object, for example {@code grant}
 * @param objectName its name
 * @param before the object before, as JSON with secrets already masked; null when it did not exist
 * @param after the object after, as JSON with secrets already masked; null when it no longer exists
 */
public record Audit(
        Instant at,
        Actor actor,
        String action,
        String objectKind,
        String objectName,
        @Nullable String before,
        @Nullable String after)
        implements EvidenceRecord {

    /**
     * Who made a management write.
     *
     * @param user account name
     * @param department its department, unified social credit code; null for the hub itself
     * @param roles realm roles held at the time
     * @param network source address
     */
    public record Actor(String user, @Nullable String department, List<String> roles, String network) {

        public Actor {
            roles = List.copyOf(roles);
        }
    }

    /**
     * Checks that both states are well-formed JSON.
     *
     * @throws IllegalArgumentException when {@code before} or {@code after} is not JSON
     */
    public Audit {
        RecordCodec.requireJson("before", before);
        RecordCodec.requireJson("after", after);
    }

    @Override
    public RecordKind kind() {
        return RecordKind.AUDIT;
    }

    @Override
    public SearchKeys keys() {
        return new SearchKeys(null, null, objectKind + '/' + objectName, action, null, false);
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("user", actor.user());
        RecordCodec.writeIfPresent(json, "department", actor.department());
        json.writeArrayFieldStart("roles");
        for (String role : actor.roles()) {
            json.writeString(role);
        }
        json.writeEndArray();
        json.writeStringField("network", actor.network());
        json.writeStringField("action", action);
        json.writeStringField("objectKind", objectKind);
        json.writeStringField("objectName", objectName);
        writeState(json, "before", before);
        writeState(json, "after", after);
    }

    private static void writeState(JsonGenerator json, String name, @Nullable String state) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(state == null ? "null" : state);
    }
}
