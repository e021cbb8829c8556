package cn.laohekou.hub.security.masking;

import com.fasterxml.jackson.core.JsonToken;

/** What JSON value a leaf may hold; null is allowed for every type. */
public enum LeafType {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** A string shaped {@code yyyy-MM-dd}; only the shape is checked, not the calendar. */
    DATE;

    boolean accepts(JsonToken token) {
        return switch (this) {
            case TEXT, DATE -> token == JsonToken.VALUE_STRING;
            case INTEGER -> token == JsonToken.VALUE_NUMBER_INT;
            case NUMBER -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
        };
    }
}
