package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields an exchange releases and the mask each went through. The same for all calls under one revision of grant and
 * resource: keep the instance, it renders itself once.
 */
public final class ReleasedFields {

    /**
     * One released field.
     *
     * @param name catalogue name
     * @param mask mask specification applied; null when released in clear
     */
    public record Field(String name, @Nullable String mask) {}

    private final List<Field> fields;
    private final SerializableString json;

    private ReleasedFields(List<Field> fields) {
        this.fields = List.copyOf(fields);
        this.json = new SerializedString(render(this.fields));
    }

    /**
     * A list of released fields.
     *
     * @param fields in catalogue order
     */
    public static ReleasedFields of(List<Field> fields) {
        return new ReleasedFields(fields);
    }

    /** The fields, as given. */
    public List<Field> fields() {
        return fields;
    }

    void write(JsonGenerator generator) throws IOException {
        generator.writeFieldName("fields");
        generator.writeRawValue(json);
    }

    /** An object of field name to mask, {@code null} where released in clear. */
    private static String render(List<Field> fields) {
        StringBuilder out = new StringBuilder("{");
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        for (Field field : fields) {
            out.append(out.length() == 1 ? "" : ",").append('"');
            out.append(encoder.quoteAsString(field.name())).append("\":");
            if (field.mask() == null) {
                out.append("null");
            } else {
                out.append('"').append(encoder.quoteAsString(field.mask())).append('"');
            }
        }
        return out.append('}').toString();
    }
}
