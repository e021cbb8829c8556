package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.policy.Grant;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a grant's revision states. */
final class GrantSpec {

    private GrantSpec() {}

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
                reader.objects("windows", false).stream().map(GrantSpec::window).toList(),
                reader.texts("networks", false),
                reader.integer("perDay", 0, 0, Integer.MAX_VALUE),
                reader.integer("perMonth", 0, 0, Integer.MAX_VALUE),
                (int) reader.integer("perSecond", 0, 0, 100_000),
                reader.flag("caseRequired", false),
                reader.flag("personRequired", false),
                state);
        reader.text("reason", false);
        reader.refuseUnknown();
        return grant;
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

    private static Grant.TimeWindow window(SpecReader reader) {
        Grant.TimeWindow window = new Grant.TimeWindow(time(reader, "from"), time(reader, "until"));
        reader.refuseUnknown();
        return window;
    }

    private static LocalTime time(SpecReader reader, String name) {
        return reader.parsed(
                name,
                LocalTime.MIDNIGHT,
                true,
                LocalTime::parse,
                "应为 24 小时制时间，例如 08:30",
                "must be a time of day, for example 08:30");
    }
}
