package cn.laohekou.hub.runtime.syslog;

import cn.laohekou.hub.runtime.evidence.AuditTrail;
import cn.laohekou.hub.security.evidence.RecordKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An audit record as a syslog message (RFC 5424). What is sent of each kind is listed here: names, codes and places, never
 * the states before and after, a digest of a person or a value.
 */
final class AuditMessage {

    /** Facility 13, log audit. */
    private static final int FACILITY = 13;

    private static final int WARNING = 4;
    private static final int NOTICE = 5;

    /** The city has no private enterprise number; this one is reserved for such uses (RFC 5612). */
    private static final String ELEMENT = "hub@32473";

    /** Characters; with all members in, a message of names stays below the 2,048 bytes of RFC 5425, section 4.3.1. */
    private static final int LONGEST_VALUE = 128;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<RecordKind, List<String>> MEMBERS = Map.of(
            RecordKind.AUDIT, List.of("action", "objectKind", "objectName", "user", "department", "roles", "network"),
            RecordKind.REFUSAL,
                    List.of(
                            "code",
                            "status",
                            "exchange",
                            "system",
                            "department",
                            "network",
                            "resource",
                            "operation",
                            "purpose",
                            "grant"),
            RecordKind.REFUSAL_COUNTS, List.of("reason", "network", "count", "minute"),
            RecordKind.GAP, List.of("from", "to", "refused", "outcomesLost"),
            RecordKind.START, List.of("boot", "version"));

    private AuditMessage() {}

    /**
     * The messages of a record: one, or one for each count of a record of counts.
     *
     * @param node whose chain it stands in
     * @param entry the record
     */
    static List<byte[]> of(String node, AuditTrail.Entry entry) throws IOException {
        JsonNode json = JSON.readTree(entry.body());
        List<byte[]> messages = new ArrayList<>();
        if (entry.kind() == RecordKind.REFUSAL_COUNTS) {
            for (JsonNode count : json.path("counts")) {
                messages.add(message(node, entry, json, count));
            }
        } else {
            messages.add(message(node, entry, json, json));
        }
        return messages;
    }

    private static byte[] message(String node, AuditTrail.Entry entry, JsonNode json, JsonNode inner) {
        int severity = entry.kind() == RecordKind.AUDIT || entry.kind() == RecordKind.START ? NOTICE : WARNING;
        StringBuilder text =
                new StringBuilder("<").append(FACILITY * 8 + severity).append(">1 ");
        text.append(json.path("at").asText()).append(' ').append(node).append(" laohekou-hub - ");
        text.append(entry.kind().label()).append(" [").append(ELEMENT);
        parameter(text, "batch", Long.toString(entry.sequence()));
        parameter(text, "record", Integer.toString(entry.ordinal()));
        for (String name : MEMBERS.getOrDefault(entry.kind(), List.of())) {
            JsonNode value = inner.has(name) ? inner.path(name) : json.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                parameter(text, name, plain(value));
            }
        }
        return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String plain(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.asText()));
        return String.join(",", parts);
    }

    /** Escapes what ends a value (RFC 5424, section 6.3.3), and leaves out what would break a line in a receiver's file. */
    private static void parameter(StringBuilder text, String name, String value) {
        text.append(' ').append(name).append("=\"");
        value.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(LONGEST_VALUE)
                .forEach(c -> {
                    if (c == '"' || c == '\\' || c == ']') {
                        text.append('\\');
                    }
                    text.appendCodePoint(c);
                });
        text.append('"');
    }
}
