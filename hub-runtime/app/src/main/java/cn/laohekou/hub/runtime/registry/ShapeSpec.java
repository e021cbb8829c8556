package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.ExchangePattern;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Operation;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the exchange pattern of a resource: {@code pattern}, and the object named after it. */
final class ShapeSpec {

    /** Largest message: 1 MiB; more belongs to the file pattern. */
    private static final int MAX_MESSAGE = 1024 * 1024;

    private static final int DEFAULT_MESSAGE = 64 * 1024;

    /** A day: what becomes visible later than that is no late commit. */
    private static final long MAX_OVERLAP = 86_400;

    /** A chunk is held in memory, in clear and released, once per lane. */
    private static final int MAX_CHUNK = 100_000;

    private static final int MAX_LANES = 16;

    private static final Pattern TABLE =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]{0,62}(\\.[\\p{L}_][\\p{L}\\p{N}_$]{0,62}){0,2}");
    private static final Pattern COLUMN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]{0,62}");

    private ShapeSpec() {}

    static ExchangeShape read(SpecReader resource) {
        ExchangePattern pattern = resource.choice("pattern", ExchangePattern.class, ExchangePattern.QUERY, false);
        return switch (pattern) {
            case QUERY -> ExchangeShape.QUERY;
            case EVENT -> event(resource.object("event"));
            case TABLE -> table(resource.object("table"));
            case FILE -> FileSpec.read(resource.object("file"));
        };
    }

    /** The operations of a resource: those declared, or the one of its pattern. */
    static List<Operation> operations(ExchangeShape shape, List<Operation> declared, SpecReader resource) {
        Operation own = shape.operation();
        if (own == null) {
            return declared;
        }
        if (!declared.isEmpty()) {
            resource.error(
                    "operations",
                    "此模式的操作固定为 " + own.name() + ",不另行声明",
                    "this pattern has the one operation " + own.name() + "; declare none");
        }
        return List.of(own);
    }

    private static ExchangeShape event(SpecReader reader) {
        AnswerFormat format = reader.choice("format", AnswerFormat.class, AnswerFormat.JSON, false);
        if (format == AnswerFormat.CSV) {
            reader.error("format", "应为 JSON 或 XML", "must be JSON or XML");
        }
        ExchangeShape shape = new ExchangeShape.Event(
                Set.copyOf(reader.texts("publishers", true)),
                optional(reader.text("key", false)),
                format,
                (int) reader.integer("maxMessageBytes", DEFAULT_MESSAGE, 1, MAX_MESSAGE),
                ResourceSpec.namespaces(reader));
        reader.refuseUnknown();
        return shape;
    }

    private static ExchangeShape table(SpecReader reader) {
        String table =
                reader.text("table", true, TABLE, "应为表名，可带模式名", "must be a table's name, with its schema if any");
        List<String> keys = reader.texts("keys", true);
        keys.forEach(key -> column(reader, "keys", key));
        String watermark = reader.text("watermark", false);
        column(reader, "watermark", watermark);
        ExchangeShape.Table.Status status = status(reader);
        if (status != null && !watermark.isEmpty()) {
            reader.error("status", "水位列与状态列只能取其一", "a watermark and a status column exclude each other");
        }
        long overlap = reader.integer("overlapSeconds", ExchangeShape.Table.DEFAULT_OVERLAP, 0, MAX_OVERLAP);
        int chunk = (int) reader.integer("chunkRows", ExchangeShape.Table.DEFAULT_CHUNK, 1, MAX_CHUNK);
        int lanes = (int) reader.integer("lanes", ExchangeShape.Table.DEFAULT_LANES, 1, MAX_LANES);
        reader.refuseUnknown();
        return new ExchangeShape.Table(table, keys, optional(watermark), overlap, status, chunk, lanes);
    }

    private static ExchangeShape.Table.@Nullable Status status(SpecReader table) {
        SpecReader reader = table.object("status");
        if (reader.names().isEmpty()) {
            return null;
        }
        ExchangeShape.Table.Status status = new ExchangeShape.Table.Status(
                reader.text("column", true), reader.text("pending", true), reader.text("done", true));
        column(reader, "column", status.column());
        reader.refuseUnknown();
        return status;
    }

    private static void column(SpecReader reader, String member, String name) {
        if (!name.isEmpty() && !COLUMN.matcher(name).matches()) {
            reader.error(member, "应为列名", "must be a column's name");
        }
    }

    private static @Nullable String optional(String text) {
        return text.isEmpty() ? null : text;
    }
}
