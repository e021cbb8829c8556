package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * Turns an exchange into a message.
 *
 * @param service what is called
 * @param security what is added to each message
 * @param mtom whether binary parameters travel as attachments
 */
record RequestBuilder(SoapService service, WsSecurity security, boolean mtom) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One message.
     *
     * @param operation the operation it calls
     * @param body its bytes
     * @param contentType what they are
     * @param headers further HTTP headers
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Message(SoapOperation operation, byte[] body, String contentType, Map<String, String> headers) {}

    Message build(Exchange exchange) throws ConnectorFault {
        SoapOperation operation = service.operation(name(exchange));
        ObjectNode parameters = parameters(exchange.getMessage().getBody());
        addQuery(exchange.getProperty(ExchangeKeys.QUERY, "", String.class), parameters);
        Attachments attachments = mtom ? new Attachments() : null;
        Document document = new RequestWriter(service.version(), attachments).write(operation, parameters);
        security.secure(document);
        byte[] xml = SecureXml.bytes(document);
        if (attachments == null) {
            return new Message(operation, xml, mediaType(operation), headers(operation));
        }
        String boundary = "hub-" + UUID.randomUUID();
        return new Message(
                operation,
                attachments.write(xml, service.version(), boundary),
                Attachments.mediaType(service.version(), boundary) + action(operation),
                headers(operation));
    }

    private static @Nullable String name(Exchange exchange) {
        String path = exchange.getProperty(ExchangeKeys.PATH, String.class);
        // "+" stands for itself in a path.
        return path == null ? null : decode(path.replace("+", "%2B"));
    }

    private String mediaType(SoapOperation operation) {
        return service.version().mediaType() + ";charset=UTF-8" + action(operation);
    }

    /** SOAP 1.2 part 2, 6.5.3: the action is a parameter of the media type. */
    private String action(SoapOperation operation) {
        return service.version() == SoapVersion.V12 && !operation.action().isEmpty()
                ? ";action=\"" + operation.action() + "\""
                : "";
    }

    /** SOAP 1.1, 6.1.1: the header is always there, even when it is empty. */
    private Map<String, String> headers(SoapOperation operation) {
        return service.version() == SoapVersion.V11 ? Map.of("SOAPAction", "\"" + operation.action() + "\"") : Map.of();
    }

    private static ObjectNode parameters(@Nullable Object body) throws ConnectorFault {
        byte[] bytes = body instanceof byte[] given
                ? given
                : body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
        if (bytes.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // Refused below: the cause may quote a value.
        }
        throw Faults.misconfigured("请求正文须为 JSON 对象。", "The request body must be a JSON object.");
    }

    private static void addQuery(String query, ObjectNode parameters) throws ConnectorFault {
        ObjectNode fromQuery = JSON.createObjectNode();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                add(fromQuery, decode(pair.substring(0, equals)), TextNode.valueOf(decode(pair.substring(equals + 1))));
            }
        }
        for (Map.Entry<String, JsonNode> value : fromQuery.properties()) {
            if (parameters.has(value.getKey())) {
                throw Faults.misconfigured(
                        "参数 " + value.getKey() + " 给出了两次。", "Parameter " + value.getKey() + " is given twice.");
            }
            parameters.set(value.getKey(), value.getValue());
        }
    }

    private static void add(ObjectNode values, String name, JsonNode value) {
        JsonNode before = values.get(name);
        if (before == null) {
            values.set(name, value);
        } else if (before instanceof ArrayNode list) {
            list.add(value);
        } else {
            values.putArray(name).add(before).add(value);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
