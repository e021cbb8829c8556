package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.signature.HeaderConvention;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A header convention as people write it: the name of a known one, or its parts. */
final class ConventionSpec {

    private ConventionSpec() {}

    /** Reads a convention; what is wrong goes to the errors of {@code reader}. */
    static @Nullable HeaderConvention read(SpecReader reader, @Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value.isTextual()) {
            HeaderConvention known = named(value.textValue());
            if (known == null) {
                reader.error("convention", "应为 gjgxjhpt、gjzwfwpt 或一个对象", "must be gjgxjhpt, gjzwfwpt or an object");
            }
            return known;
        }
        if (!(value instanceof ObjectNode object)) {
            reader.error("convention", "应为名称或一个对象", "must be a name or an object");
            return null;
        }
        return written(object, (zh, en) -> reader.error("convention", zh, en));
    }

    /** A stored convention. */
    static HeaderConvention stored(ObjectNode stored) {
        HeaderConvention read = written(stored, (zh, en) -> {});
        if (read == null) {
            throw new IllegalStateException("A stored convention was checked when it was written");
        }
        return read;
    }

    private static @Nullable HeaderConvention named(String name) {
        return switch (name) {
            case "gjgxjhpt" -> HeaderConvention.NATIONAL;
            case "gjzwfwpt" -> HeaderConvention.DIRECT;
            default -> null;
        };
    }

    private static @Nullable HeaderConvention written(ObjectNode object, BiConsumer<String, String> wrong) {
        for (var names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!NAMES.contains(name)) {
                wrong.accept("没有此项：" + name + "；可用的项：" + NAMES, "unknown property " + name + "; known are: " + NAMES);
                return null;
            }
        }
        try {
            return new HeaderConvention(
                    object.path("rid").asText(),
                    object.path("sid").asText(),
                    object.path("rtime").asText(),
                    object.path("sign").asText(),
                    object.path("nonce").textValue(),
                    object.path("digest").textValue(),
                    object.path("template").asText(),
                    HeaderConvention.Encoding.valueOf(
                            object.path("encoding").asText("BASE64").toUpperCase(java.util.Locale.ROOT)),
                    Duration.ofSeconds(object.path("windowSeconds").asLong(HeaderConvention.TEN_MINUTES.toSeconds())));
        } catch (IllegalArgumentException e) {
            wrong.accept("签名头约定无效：" + e.getMessage(), "not a usable header convention: " + e.getMessage());
            return null;
        }
    }

    private static final java.util.List<String> NAMES = java.util.List.of(
            "rid", "sid", "rtime", "sign", "nonce", "digest", "template", "encoding", "windowSeconds");

    /** A convention as it is stored and shown. */
    static ObjectNode view(HeaderConvention convention) {
        ObjectNode view = Json.object()
                .put("rid", convention.rid())
                .put("sid", convention.sid())
                .put("rtime", convention.rtime())
                .put("sign", convention.sign());
        if (convention.nonce() != null) {
            view.put("nonce", convention.nonce());
        }
        if (convention.digest() != null) {
            view.put("digest", convention.digest());
        }
        return view.put("template", convention.template())
                .put("encoding", convention.encoding().name())
                .put("windowSeconds", convention.window().toSeconds());
    }
}
