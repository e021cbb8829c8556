package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Arrays;
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
     * @param number its place among the resource's fields, from 0, by which filters tell its values; -1 when none tells
     */
    public record Field(String name, @Nullable String mask, int number) {

        /** A field whose values nobody tells. */
        public Field(String name, @Nullable String mask) {
            this(name, mask, -1);
        }
    }

    private final List<Field> fields;
    private final SerializableString json;

    /** Position in the list by number; -1 where no field has the number. */
    private final int[] positions;

    private ReleasedFields(List<Field> fields) {
        this.fields = List.copyOf(fields);
        this.positions = positions(this.fields);
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

    /** Where the field with that number stands in the list; -1 when it is not released. */
    int position(int number) {
        return number >= 0 && number < positions.length ? positions[number] : -1;
    }

    private static int[] positions(List<Field> fields) {
        int highest = fields.stream().mapToInt(Field::number).max().orElse(-1);
        int[] positions = new int[highest + 1];
        Arrays.fill(positions, -1);
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).number() >= 0) {
                positions[fields.get(i).number()] = i;
            }
        }
        return positions;
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
