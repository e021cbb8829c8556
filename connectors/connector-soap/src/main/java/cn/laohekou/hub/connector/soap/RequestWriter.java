package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.soap.ValueType.Member;
import cn.laohekou.hub.connector.soap.ValueType.Structure;
import cn.laohekou.hub.connector.soap.ValueType.Text;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Writes one request: JSON by the operation's types into an envelope. Used once. */
final class RequestWriter {

    /** As deep as any message of an administration goes; deeper is an attack on the stack. */
    private static final int MAX_DEPTH = 64;

    private final Document document = SecureXml.empty();
    private final Element envelope;
    private final Map<String, String> prefixes = new HashMap<>();
    private final @Nullable Attachments attachments;

    /** @param attachments takes binary values out of the message (MTOM); null to leave them in */
    RequestWriter(SoapVersion version, @Nullable Attachments attachments) {
        this.attachments = attachments;
        envelope = document.createElementNS(version.namespace(), "soap:Envelope");
        declare("soap", version.namespace());
        document.appendChild(envelope);
    }

    Document write(SoapOperation operation, ObjectNode parameters) throws ConnectorFault {
        Element body = document.createElementNS(envelope.getNamespaceURI(), "soap:Body");
        envelope.appendChild(body);
        if (operation.input() == null) {
            if (!parameters.isEmpty()) {
                throw unknown(parameters.fieldNames().next());
            }
            return document;
        }
        Member root = operation.input();
        Element element = append(body, root);
        if (root.type() instanceof Structure structure) {
            structure(element, structure, parameters, 0);
        } else {
            text(element, root, (Text) root.type(), only(parameters));
        }
        return document;
    }

    /** An element with nothing but text takes it from {@code value}. */
    private static JsonNode only(ObjectNode parameters) throws ConnectorFault {
        JsonNode value = parameters.get(AnswerReader.TEXT);
        if (value == null || parameters.size() != 1) {
            throw Faults.misconfigured("此操作只有一个参数 value。", "This operation takes one parameter, value.");
        }
        return value;
    }

    private void structure(Element parent, Structure structure, JsonNode values, int depth) throws ConnectorFault {
        if (depth > MAX_DEPTH || !values.isObject()) {
            throw Faults.misconfigured(
                    "参数 " + parent.getLocalName() + " 须为对象，且嵌套不过深。",
                    "Parameter " + parent.getLocalName() + " must be an object that is not nested too deeply.");
        }
        Set<String> known = new HashSet<>();
        for (Member member : structure.members()) {
            known.add(member.json());
            JsonNode value = values.get(member.json());
            if (member.attribute()) {
                attribute(parent, member, value);
            } else {
                elements(parent, member, value, depth);
            }
        }
        Text text = structure.text();
        if (text != null && known.add(AnswerReader.TEXT) && values.has(AnswerReader.TEXT)) {
            parent.appendChild(
                    document.createTextNode(Texts.write(AnswerReader.TEXT, text, values.get(AnswerReader.TEXT))));
        }
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            if (!known.contains(value.getKey())) {
                throw unknown(value.getKey());
            }
        }
    }

    private void attribute(Element parent, Member member, @Nullable JsonNode value) throws ConnectorFault {
        if (value == null || value.isNull()) {
            if (member.required()) {
                throw missing(member);
            }
            return;
        }
        String text = Texts.write(member.json(), (Text) member.type(), value);
        String namespace = member.name().getNamespaceURI();
        if (namespace.isEmpty()) {
            parent.setAttribute(member.json(), text);
        } else {
            parent.setAttributeNS(namespace, prefix(namespace) + ":" + member.json(), text);
        }
    }

    private void elements(Element parent, Member member, @Nullable JsonNode value, int depth) throws ConnectorFault {
        if (value == null) {
            if (member.required()) {
                throw missing(member);
            }
        } else if (member.many() && value.isArray()) {
            for (JsonNode one : value) {
                element(parent, member, one, depth);
            }
        } else {
            element(parent, member, value, depth);
        }
    }

    private void element(Element parent, Member member, JsonNode value, int depth) throws ConnectorFault {
        if (value.isNull()) {
            nil(parent, member);
            return;
        }
        Element element = append(parent, member);
        if (member.type() instanceof Structure structure) {
            structure(element, structure, value, depth + 1);
        } else {
            text(element, member, (Text) member.type(), value);
        }
    }

    private void nil(Element parent, Member member) throws ConnectorFault {
        if (member.nillable()) {
            String xsi = XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI;
            append(parent, member).setAttributeNS(xsi, prefix(xsi) + ":nil", "true");
        } else if (member.required()) {
            throw missing(member);
        }
    }

    private void text(Element element, Member member, Text type, JsonNode value) throws ConnectorFault {
        String text = Texts.write(member.json(), type, value);
        if (type == Text.BINARY && attachments != null) {
            Element include = document.createElementNS(Attachments.XOP, prefix(Attachments.XOP) + ":Include");
            include.setAttribute("href", "cid:" + attachments.add(text));
            element.appendChild(include);
        } else {
            element.appendChild(document.createTextNode(text));
        }
    }

    private Element append(Node parent, Member member) {
        String namespace = member.name().getNamespaceURI();
        String local = member.name().getLocalPart();
        Element element = namespace.isEmpty()
                ? document.createElementNS(null, local)
                : document.createElementNS(namespace, prefix(namespace) + ":" + local);
        parent.appendChild(element);
        return element;
    }

    private String prefix(String namespace) {
        if (namespace.equals(XMLConstants.XML_NS_URI)) {
            return XMLConstants.XML_NS_PREFIX;
        }
        String known = prefixes.get(namespace);
        return known != null ? known : declare("n" + prefixes.size(), namespace);
    }

    /** Declared on the envelope and as an attribute: a signature covers declarations only when the tree holds them. */
    private String declare(String prefix, String namespace) {
        prefixes.put(namespace, prefix);
        envelope.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + prefix, namespace);
        return prefix;
    }

    private static ConnectorFault missing(Member member) {
        return Faults.misconfigured(
                "缺少 WSDL 必填的参数 " + member.json() + "。",
                "Parameter " + member.json() + ", which the WSDL demands, is missing.");
    }

    private static ConnectorFault unknown(String name) {
        return Faults.misconfigured(
                "WSDL 的操作没有参数 " + name + "。", "The WSDL's operation has no parameter " + name + ".");
    }
}
