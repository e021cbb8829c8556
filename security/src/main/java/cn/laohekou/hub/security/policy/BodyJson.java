package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.policy.Parameter.In;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads and writes the flat JSON object of a request body. */
final class BodyJson {

    private static final String PART = "(body)";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNameLength(256)
                    .maxNumberLength(400)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Names come from strangers: a shared table of them would be theirs to fill.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private BodyJson() {}

    static void read(CompiledOperation operation, byte[] body, RequestValues values) {
        int limit = operation.operation().maxBodyBytes();
        if (!operation.takesBody()) {
            values.fault(ParameterFault.bodyNotExpected());
        } else if (body.length > limit) {
            values.fault(ParameterFault.bodyTooLarge(limit));
        } else {
            try (JsonParser parser = JSON.createParser(text(body))) {
                object(parser, values);
            } catch (IOException e) {
                // The parser's message may quote the body.
                values.fault(ParameterFault.malformed(PART));
            }
        }
    }

    /** The platform's strict decoder leaves neither encodings to guess nor malformed UTF-8 to repair. */
    private static String text(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private static void object(JsonParser parser, RequestValues values) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            values.fault(ParameterFault.malformed(PART));
            return;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            CompiledParameter parameter = values.operation().byName().get(name);
            if (parameter == null) {
                values.fault(ParameterFault.unknown(PART, values.operation().bodyNames()));
            } else if (parameter.parameter().in() != In.BODY) {
                values.fault(ParameterFault.misplaced(parameter.parameter()));
                values.spare(parameter);
            } else if (fits(parameter.parameter().type(), token)) {
                values.put(parameter, parser.getText());
            } else {
                values.putWrongType(parameter);
            }
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            values.fault(ParameterFault.malformed(PART));
        }
    }

    private static boolean fits(ValueType type, JsonToken token) {
        return switch (type) {
            case STRING, DATE -> token == JsonToken.VALUE_STRING;
            case INTEGER -> token == JsonToken.VALUE_NUMBER_INT;
            case NUMBER -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
        };
    }

    /** The body holding the checked values, in declared order. */
    static byte[] write(CompiledOperation operation, RequestValues values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            generator.writeStartObject();
            for (CompiledParameter parameter : operation.parameters()) {
                String value = values.get(parameter);
                if (parameter.parameter().in() == In.BODY && value != null) {
                    generator.writeFieldName(parameter.name());
                    value(generator, parameter.parameter().type(), value);
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private static void value(JsonGenerator generator, ValueType type, String value) throws IOException {
        switch (type) {
            case STRING, DATE -> generator.writeString(value);
            case INTEGER, NUMBER -> generator.writeNumber(value);
            case BOOLEAN -> generator.writeBoolean(Boolean.parseBoolean(value));
        }
    }
}
