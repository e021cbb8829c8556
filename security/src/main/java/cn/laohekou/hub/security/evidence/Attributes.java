package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Further inputs of a decision as names and short values, for example how a person proved itself or which certificate was
 * shown. Open to new names, so that a new condition needs no new format. Never a value of the data, and an identifier of
 * a person only as keyed digest.
 */
public final class Attributes {

    /** No further input. */
    public static final Attributes NONE = new Attributes(Collections.emptySortedMap());

    /** Longest value in characters: enough for a digest, a certificate identifier or a time. */
    public static final int MAX_VALUE = 256;

    private static final int MAX_COUNT = 32;
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,39}");

    private final SortedMap<String, String> values;

    private Attributes(SortedMap<String, String> values) {
        this.values = values;
    }

    /**
     * Attributes of one decision.
     *
     * @param values by name; names are camel case, at most 40 letters and digits
     * @throws IllegalArgumentException when there are more than 32, a name is malformed, or a value is longer than
     *     {@link #MAX_VALUE} or holds control characters; the message names the attribute, never its value
     */
    public static Attributes of(Map<String, String> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        if (values.size() > MAX_COUNT) {
            throw new IllegalArgumentException("A decision has at most 32 attributes but got " + values.size());
        }
        values.forEach(Attributes::check);
        return new Attributes(Collections.unmodifiableSortedMap(new TreeMap<>(values)));
    }

    /** By name, in ascending order. */
    public SortedMap<String, String> values() {
        return values;
    }

    void write(JsonGenerator json) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, String> attribute : values.entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Attribute names are camel case, 40 letters and digits at most");
        }
        if (value.length() > MAX_VALUE || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "Attribute " + name + " is longer than 256 characters or holds control characters");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
