package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Values of one call by parameter, from the query string and the JSON body; what is absent is NULL. */
record Arguments(Map<String, Object> values) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws ConnectorFault {@code CONNECTOR_MISCONFIGURED} naming the parameter, never its value */
    static Arguments of(Exchange exchange, Query query) throws ConnectorFault {
        Map<String, String> texts = new HashMap<>();
        for (String pair :
                exchange.getProperty(ExchangeKeys.QUERY, "", String.class).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                add(texts, decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        for (Map.Entry<String, JsonNode> member :
                body(exchange.getMessage().getBody()).properties()) {
            JsonNode value = member.getValue();
            if (!value.isValueNode()) {
                throw unfit(member.getKey());
            }
            if (!value.isNull()) {
                String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
                add(texts, member.getKey(), text);
            }
        }
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            values.put(text.getKey(), value(query, text.getKey(), text.getValue()));
        }
        return new Arguments(values);
    }

    private static Object value(Query query, String name, String text) throws ConnectorFault {
        ParameterType type = query.parameters().get(name);
        if (type == null) {
            throw Faults.misconfigured("查询没有参数 " + name + "。", "The query has no parameter " + name + ".");
        }
        try {
            return type.read(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unfit(name);
        }
    }

    private static void add(Map<String, String> texts, String name, String text) throws ConnectorFault {
        if (texts.put(name, text) != null) {
            throw Faults.misconfigured("参数 " + name + " 给出了两次。", "Parameter " + name + " is given twice.");
        }
    }

    private static JsonNode body(@Nullable Object body) throws ConnectorFault {
        byte[] bytes = body instanceof byte[] given
                ? given
                : body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (bytes.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode read = JSON.readTree(bytes);
            if (read.isObject()) {
                return read;
            }
        } catch (IOException e) {
            // Refused below: the cause may quote a value.
        }
        throw Faults.misconfigured("请求正文须为 JSON 对象。", "The request body must be a JSON object.");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static ConnectorFault unfit(String name) {
        return Faults.misconfigured(
                "参数 " + name + " 不符合声明的类型。", "Parameter " + name + " does not fit its declared type.");
    }
}
