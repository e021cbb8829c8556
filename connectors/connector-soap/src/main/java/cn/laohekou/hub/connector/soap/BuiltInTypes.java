package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.soap.ValueType.Text;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaSimpleType;
import org.apache.ws.commons.schema.XmlSchemaSimpleTypeRestriction;
import org.apache.ws.commons.schema.XmlSchemaType;
import org.jspecify.annotations.Nullable;

/** How the types XML Schema part 2 defines are written in JSON. */
final class BuiltInTypes {

    private static final Set<String> INTEGERS = Set.of(
            "integer",
            "nonPositiveInteger",
            "negativeInteger",
            "nonNegativeInteger",
            "positiveInteger",
            "long",
            "int",
            "short",
            "byte",
            "unsignedLong",
            "unsignedInt",
            "unsignedShort",
            "unsignedByte");

    /** A chain of restrictions longer than this is a loop. */
    private static final int MAX_DERIVATIONS = 32;

    private BuiltInTypes() {}

    /** Looks for the built-in type a simple type restricts; lists and unions are texts. */
    static Text text(XmlSchemaCollection schemas, XmlSchemaSimpleType simple) {
        XmlSchemaSimpleType type = simple;
        for (int i = 0; i < MAX_DERIVATIONS; i++) {
            QName own = type.getQName();
            if (own != null && XMLConstants.W3C_XML_SCHEMA_NS_URI.equals(own.getNamespaceURI())) {
                return of(own.getLocalPart());
            }
            XmlSchemaSimpleType base = base(schemas, type);
            if (base == null) {
                return Text.STRING;
            }
            type = base;
        }
        return Text.STRING;
    }

    private static @Nullable XmlSchemaSimpleType base(XmlSchemaCollection schemas, XmlSchemaSimpleType type) {
        if (!(type.getContent() instanceof XmlSchemaSimpleTypeRestriction restriction)) {
            return null;
        }
        if (restriction.getBaseType() != null) {
            return restriction.getBaseType();
        }
        XmlSchemaType named = schemas.getTypeByQName(restriction.getBaseTypeName());
        return named instanceof XmlSchemaSimpleType simple ? simple : null;
    }

    private static Text of(String local) {
        if (INTEGERS.contains(local)) {
            return Text.INTEGER;
        }
        return switch (local) {
            case "decimal" -> Text.DECIMAL;
            case "float", "double" -> Text.DOUBLE;
            case "boolean" -> Text.BOOLEAN;
            case "base64Binary" -> Text.BINARY;
            default -> Text.STRING;
        };
    }
}
