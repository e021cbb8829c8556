package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.soap.ValueType.Member;
import cn.laohekou.hub.connector.soap.ValueType.Structure;
import cn.laohekou.hub.connector.soap.ValueType.Text;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer into JSON by the operation's types: what may be many is always a list, a number always a number, nil
 * always null, and what the schema does not name is left out. Used once.
 */
final class AnswerReader {

    /** Name in JSON of the text of an element that has attributes too. */
    static final String TEXT = "value";

    private static final int MAX_DEPTH = 64;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String XSI = XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI;

    private final SoapService service;
    private final Attachments attachments;

    AnswerReader(SoapService service, Attachments attachments) {
        this.service = service;
        this.attachments = attachments;
    }

    /**
     * @param xml the envelope
     * @param charset what the transport says about its encoding; null to believe the document
     * @throws ConnectorFault the fault the counterpart reported, or {@code COUNTERPART_BAD_ANSWER}
     */
    ObjectNode read(byte[] xml, @Nullable Charset charset, SoapOperation operation) throws ConnectorFault {
        try {
            XMLStreamReader reader = SecureXml.reader(xml, charset);
            enter(reader, "Envelope");
            while (nextElement(reader) && !isSoap(reader, "Body")) {
                skip(reader);
            }
            if (reader.getEventType() != XMLStreamConstants.START_ELEMENT) {
                throw malformed();
            }
            ObjectNode answer = body(reader, operation);
            while (reader.hasNext()) {
                next(reader);
            }
            return answer;
        } catch (XMLStreamException | RuntimeException e) {
            // The JDK's reader throws unchecked exceptions too on hostile input.
            throw malformed();
        }
    }

    private ObjectNode body(XMLStreamReader reader, SoapOperation operation) throws XMLStreamException, ConnectorFault {
        Member output = operation.output();
        if (!nextElement(reader)) {
            if (output != null) {
                throw unexpected();
            }
            return NODES.objectNode();
        }
        if (isSoap(reader, "Fault")) {
            throw SoapFaults.read(reader);
        }
        if (output == null || !(operation.anyOutputName() || reader.getName().equals(output.name()))) {
            throw unexpected();
        }
        JsonNode value = element(reader, output, 0);
        return value instanceof ObjectNode object ? object : NODES.objectNode().set(TEXT, value);
    }

    /** Reads the element the reader stands on, to its end. */
    private JsonNode element(XMLStreamReader reader, Member member, int depth)
            throws XMLStreamException, ConnectorFault {
        if (depth > MAX_DEPTH) {
            throw malformed();
        }
        String nil = reader.getAttributeValue(XSI, "nil");
        if (nil != null && (nil.equals("true") || nil.equals("1"))) {
            skip(reader);
            return NullNode.getInstance();
        }
        ValueType type = actual(reader, member.type());
        return type instanceof Structure structure
                ? structure(reader, structure, depth)
                : Texts.read(member.json(), (Text) type, text(reader, type == Text.BINARY));
    }

    /** A structure may say that it is of a type derived from the declared one. */
    private ValueType actual(XMLStreamReader reader, ValueType declared) throws ConnectorFault {
        String named = reader.getAttributeValue(XSI, "type");
        if (named == null || !(declared instanceof Structure)) {
            return declared;
        }
        int colon = named.indexOf(':');
        String namespace = reader.getNamespaceURI(colon < 0 ? "" : named.substring(0, colon));
        Optional<ValueType> derived = service.derived(new QName(namespace, named.substring(colon + 1)));
        return derived.filter(Structure.class::isInstance).orElse(declared);
    }

    private ObjectNode structure(XMLStreamReader reader, Structure structure, int depth)
            throws XMLStreamException, ConnectorFault {
        ObjectNode object = NODES.objectNode();
        attributes(reader, structure, object);
        StringBuilder text = new StringBuilder();
        for (int event = next(reader); event != XMLStreamConstants.END_ELEMENT; event = next(reader)) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                child(reader, structure, object, depth);
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        if (structure.text() != null && !text.toString().isBlank()) {
            object.set(TEXT, Texts.read(TEXT, structure.text(), text.toString()));
        }
        for (Member member : structure.members()) {
            if (member.many() && !object.has(member.json())) {
                object.putArray(member.json());
            }
        }
        return object;
    }

    private void child(XMLStreamReader reader, Structure structure, ObjectNode object, int depth)
            throws XMLStreamException, ConnectorFault {
        Optional<Member> known = structure.element(reader.getName());
        if (known.isEmpty()) {
            skip(reader);
            return;
        }
        Member member = known.get();
        JsonNode value = element(reader, member, depth + 1);
        if (member.many()) {
            ArrayNode list =
                    object.get(member.json()) instanceof ArrayNode open ? open : object.putArray(member.json());
            list.add(value);
        } else if (object.has(member.json())) {
            throw Faults.badAnswer(
                    "应答中 " + member.json() + " 出现多次，WSDL 只允许一次。",
                    "The answer holds " + member.json() + " more than once; the WSDL allows one.");
        } else {
            object.set(member.json(), value);
        }
    }

    private static void attributes(XMLStreamReader reader, Structure structure, ObjectNode object)
            throws ConnectorFault {
        for (Member member : structure.members()) {
            if (member.attribute()) {
                String namespace = member.name().getNamespaceURI();
                // An empty namespace would match none, null matches all: attributes without one have the empty one.
                String value = namespace.isEmpty()
                        ? plainAttribute(reader, member.json())
                        : reader.getAttributeValue(namespace, member.json());
                if (value != null) {
                    object.set(member.json(), Texts.read(member.json(), (Text) member.type(), value));
                }
            }
        }
    }

    private static @Nullable String plainAttribute(XMLStreamReader reader, String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = reader.getAttributeNamespace(i);
            if ((namespace == null || namespace.isEmpty())
                    && reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    private String text(XMLStreamReader reader, boolean binary) throws XMLStreamException, ConnectorFault {
        StringBuilder text = new StringBuilder();
        for (int event = next(reader); event != XMLStreamConstants.END_ELEMENT; event = next(reader)) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (!binary || !reader.getName().equals(new QName(Attachments.XOP, "Include"))) {
                    throw malformed();
                }
                text.append(attachments.take(reader.getAttributeValue(null, "href")));
                skip(reader);
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        return text.toString();
    }

    private static void enter(XMLStreamReader reader, String name) throws XMLStreamException, ConnectorFault {
        if (!nextElement(reader) || !isSoap(reader, name)) {
            throw Faults.badAnswer("对方的应答不是 SOAP 信封。", "The answer is no SOAP envelope.");
        }
    }

    private static boolean isSoap(XMLStreamReader reader, String name) {
        return reader.getLocalName().equals(name) && SoapVersion.isEnvelope(String.valueOf(reader.getNamespaceURI()));
    }

    /** Moves to the next element on this level; false when the level ends. */
    static boolean nextElement(XMLStreamReader reader) throws XMLStreamException, ConnectorFault {
        int event = next(reader);
        while (event != XMLStreamConstants.START_ELEMENT) {
            if (event == XMLStreamConstants.END_ELEMENT || event == XMLStreamConstants.END_DOCUMENT) {
                return false;
            }
            event = next(reader);
        }
        return true;
    }

    static void skip(XMLStreamReader reader) throws XMLStreamException, ConnectorFault {
        for (int open = 1; open > 0; ) {
            int event = next(reader);
            open += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    /** SOAP 1.1, 3, and SOAP 1.2 part 1, 5: a message has no document type. */
    static int next(XMLStreamReader reader) throws XMLStreamException, ConnectorFault {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw Faults.badAnswer(
                    "对方的应答含有 DOCTYPE 或实体，已拒绝。", "The answer holds a DOCTYPE or an entity and is refused.");
        }
        return event;
    }

    private static ConnectorFault unexpected() {
        return Faults.badAnswer(
                "应答正文不是 WSDL 为此操作声明的元素。", "The answer's body is not the element the WSDL declares for this operation.");
    }

    private static ConnectorFault malformed() {
        return Faults.badAnswer("对方的应答不是可读的 XML。", "The answer is not readable XML.");
    }
}
