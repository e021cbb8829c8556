package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.soap.ValueType.Text;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Simple values between JSON and XML, by type. */
final class Texts {

    /** Longer numbers are refused: reading one of a million digits takes minutes. */
    private static final int MAX_NUMBER = 400;

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)");
    private static final Pattern DOUBLE = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");

    private Texts() {}

    /** @throws ConnectorFault {@code CONNECTOR_MISCONFIGURED} naming the parameter, not its value */
    static String write(String name, Text type, JsonNode value) throws ConnectorFault {
        if (!value.isValueNode() || value.isNull()) {
            throw unfit(name, type);
        }
        String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
        boolean fits =
                switch (type) {
                    case STRING -> isXml(text);
                    case INTEGER ->
                        text.length() <= MAX_NUMBER && INTEGER.matcher(text).matches();
                    case DECIMAL ->
                        text.length() <= MAX_NUMBER && DECIMAL.matcher(text).matches();
                    case DOUBLE ->
                        text.length() <= MAX_NUMBER && DOUBLE.matcher(text).matches();
                    case BOOLEAN -> text.equals("true") || text.equals("false");
                    case BINARY ->
                        text.length() % 4 == 0 && BASE64.matcher(text).matches();
                };
        if (!fits) {
            throw unfit(name, type);
        }
        return text;
    }

    /** @throws ConnectorFault {@code COUNTERPART_BAD_ANSWER} naming the field, not its value */
    static JsonNode read(String name, Text type, String text) throws ConnectorFault {
        String plain = text.strip();
        return switch (type) {
            case STRING -> TextNode.valueOf(text);
            case INTEGER -> {
                require(INTEGER, plain, name);
                yield BigIntegerNode.valueOf(new BigInteger(plain));
            }
            case DECIMAL -> {
                require(DECIMAL, plain, name);
                // The factory would take trailing zeros away, which say how exact a sum is.
                yield DecimalNode.valueOf(new BigDecimal(plain));
            }
            case DOUBLE -> number(name, plain);
            case BOOLEAN -> BooleanNode.valueOf(truth(name, plain));
            case BINARY -> TextNode.valueOf(text.replaceAll("\\s", ""));
        };
    }

    private static JsonNode number(String name, String text) throws ConnectorFault {
        if (text.equals("NaN") || text.equals("INF") || text.equals("-INF") || text.equals("+INF")) {
            return NullNode.getInstance();
        }
        require(DOUBLE, text, name);
        return DecimalNode.valueOf(new BigDecimal(text));
    }

    private static boolean truth(String name, String text) throws ConnectorFault {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw unreadable(name);
        };
    }

    private static void require(Pattern pattern, String text, String name) throws ConnectorFault {
        if (text.length() > MAX_NUMBER || !pattern.matcher(text).matches()) {
            throw unreadable(name);
        }
    }

    /** XML 1.0, 2.2: the characters a document may hold. */
    private static boolean isXml(String text) {
        return text.codePoints()
                .allMatch(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= ' ' && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000);
    }

    private static ConnectorFault unfit(String name, Text type) {
        return Faults.misconfigured(
                "参数 " + name + " 不符合 WSDL 的类型 " + type + "。",
                "Parameter " + name + " does not fit the WSDL's type " + type + ".");
    }

    private static ConnectorFault unreadable(String name) {
        return Faults.badAnswer(
                "应答中 " + name + " 的值不符合 WSDL 的类型。", "The answer's " + name + " does not fit the WSDL's type.");
    }
}
