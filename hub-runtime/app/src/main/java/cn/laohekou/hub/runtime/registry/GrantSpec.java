package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.policy.Finding;
import cn.laohekou.hub.security.policy.Grant;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads what a grant's revision states. */
final class GrantSpec {

    private GrantSpec() {}

    /** Conditions that may also stand beside the others, outside of {@code conditions}. */
    private static final List<String> SHORT_FORMS = List.of("networks", "windows", "caseRequired", "personRequired");

    /** Members that tell why a grant was asked for and decide nothing about a call. */
    private static final List<String> NOT_ENFORCED = List.of("/spec/reason", "/spec/application");

    /** Reads an approved revision; what cannot be read of it stays with the grant and lets it permit nothing. */
    static Grant stored(String id, int revision, ObjectNode spec) {
        List<FieldError> errors = new ArrayList<>();
        Grant grant = read(id, revision, Grant.State.ACTIVE, spec, errors);
        List<Finding> faults = errors.stream()
                .filter(error -> NOT_ENFORCED.stream().noneMatch(error.pointer()::startsWith))
                .map(error -> new Finding(
                        error.pointer(), error.text().zh(), error.text().en()))
                .toList();
        return faults.isEmpty() ? grant : grant.with(faults);
    }

    static Grant read(String id, int revision, Grant.State state, JsonNode spec, List<FieldError> errors) {
        SpecReader reader = new SpecReader(spec, "/spec", errors);
        Instant from = instant(reader, "validFrom");
        Instant until = instant(reader, "validUntil");
        if (!until.isAfter(from) && !until.equals(Instant.EPOCH)) {
            reader.error("validUntil", "应晚于 validFrom", "must be later than validFrom");
        }
        Grant grant = new Grant(
                id,
                revision,
                reader.name("system", true),
                reader.name("resource", true),
                Set.copyOf(reader.texts("operations", true)),
                Set.copyOf(reader.texts("purposes", true)),
                reader.texts("fields", true),
                masks(reader),
                from,
                until,
                reader.integer("perDay", 0, 0, Integer.MAX_VALUE),
                reader.integer("perMonth", 0, 0, Integer.MAX_VALUE),
                (int) reader.integer("perSecond", 0, 0, 100_000),
                conditions(reader),
                List.of(),
                state);
        reader.text("reason", false);
        ApplicationSpec.read(reader.object("application"));
        reader.refuseUnknown();
        return grant;
    }

    /** Conditions as plain data: what they mean, and whether anybody enforces them, is the policy's to say. */
    private static Map<String, Object> conditions(SpecReader reader) {
        Map<String, Object> conditions = new HashMap<>();
        reader.raw("conditions").properties().forEach(member -> {
            Object value = Json.plain(member.getValue());
            if (value == null) {
                reader.error("conditions/" + member.getKey(), "条件须有值", "a condition needs a value");
            } else {
                conditions.put(member.getKey(), value);
            }
        });
        for (String name : SHORT_FORMS) {
            JsonNode value = reader.any(name);
            if (value != null && !(value.isArray() && value.isEmpty())) {
                if (conditions.putIfAbsent(name, Objects.requireNonNull(Json.plain(value))) != null) {
                    reader.error(name, "该条件已在 conditions 中说明", "the condition is stated in conditions already");
                }
            }
        }
        return conditions;
    }

    private static Instant instant(SpecReader reader, String name) {
        return reader.parsed(
                name,
                Instant.EPOCH,
                true,
                text -> OffsetDateTime.parse(text).toInstant(),
                "应为带时区的时间，例如 2026-01-01T00:00:00+08:00",
                "must be a time with offset, for example 2026-01-01T00:00:00+08:00");
    }

    private static Map<String, String> masks(SpecReader reader) {
        Map<String, String> masks = new HashMap<>();
        SpecReader object = reader.object("masks");
        for (String field : object.names()) {
            masks.put(field, object.text(field, true));
        }
        return masks;
    }
}
