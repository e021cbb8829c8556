package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** Reads and writes the registry's JSON: strict about duplicate keys and what follows the document. */
public final class Json {

    /** Deep enough for any form, shallow enough for any stack. */
    private static final int MAX_DEPTH = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .addModule(new JavaTimeModule())
            .build();

    private Json() {}

    /** A new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A text as a tree. */
    static JsonNode text(String text) {
        return MAPPER.getNodeFactory().textNode(text);
    }

    /** A tree as plain Java values. */
    static Object plain(JsonNode node) {
        return MAPPER.convertValue(node, Object.class);
    }

    /** Any value as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Reads a request body.
     *
     * @param body the body
     * @throws Refused {@code JSON_MALFORMED} when it is no JSON object
     */
    public static ObjectNode request(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Refused.of(
                    ErrorCode.JSON_MALFORMED,
                    "请求体第 " + e.getLocation().getLineNr() + " 行第 "
                            + e.getLocation().getColumnNr() + " 列不是合法的 JSON。",
                    "The body is not well-formed JSON at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ".");
        } catch (IOException e) {
            throw Refused.of(ErrorCode.JSON_MALFORMED);
        }
        throw Refused.of(ErrorCode.JSON_MALFORMED, "请求体必须是一个 JSON 对象。", "The body must be one JSON object.");
    }

    /** Reads what the registry itself wrote. */
    public static ObjectNode stored(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored document is not JSON", e);
        }
    }

    /** Reads an array the registry itself wrote. */
    public static JsonNode storedArray(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored document is not JSON", e);
        }
    }
}
