package cn.laohekou.hub.security.masking;

import java.io.IOException;
import java.util.BitSet;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** One pass over one XML answer, event by event along the tree of declared elements. */
final class XmlRun {

    static final String XSI_PREFIX = "xsi";

    /** Namespace of {@code xsi:nil} (XML Schema part 1, 2.6). */
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private static final String NIL = " xmlns:xsi=\"" + XSI + "\" xsi:nil=\"true\"";

    private final XMLStreamReader reader;
    private final HeldOutput out;
    private final Release release;
    private final String namespaces;

    /** Conditions of the innermost open row that hold. */
    private int passed;

    XmlRun(XMLStreamReader reader, HeldOutput out, Release release, String namespaces) {
        this.reader = reader;
        this.out = out;
        this.release = release;
        this.namespaces = namespaces;
    }

    void document(XmlNode root) throws XMLStreamException, IOException, Unfilterable {
        int event = next();
        while (event != XMLStreamConstants.START_ELEMENT) {
            event = next();
        }
        if (XmlNode.find(java.util.List.of(root), reader.getNamespaceURI(), reader.getLocalName()) == null) {
            throw new Unfilterable(Unfilterable.Reason.WRONG_SHAPE, root.path);
        }
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        boolean kept = true;
        if (root.conditions == 0) {
            element(root, namespaces);
        } else {
            kept = row(root, namespaces);
        }
        if (!kept || !root.released) {
            // A document has a root, even when nothing of it is released.
            out.write("<" + root.name + namespaces + "/>");
        }
        while (reader.hasNext()) {
            next();
        }
    }

    /** The next event; document type declarations and what they could declare end here. */
    private int next() throws XMLStreamException, Unfilterable {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new Unfilterable(Unfilterable.Reason.DOCTYPE, "");
        }
        if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().length() > JsonFilter.MAX_NAME_LENGTH) {
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        return event;
    }

    private boolean row(XmlNode node, String declarations) throws XMLStreamException, IOException, Unfilterable {
        int outer = passed;
        passed = 0;
        HeldOutput.Mark mark = out.hold();
        element(node, declarations);
        boolean kept = passed == node.conditions;
        passed = outer;
        out.settle(mark, kept);
        return kept;
    }

    /** Reads an element from its start to its end. */
    private void element(XmlNode node, String declarations) throws XMLStreamException, IOException, Unfilterable {
        if (node.released) {
            out.write("<" + node.name + declarations);
        }
        boolean nil =
                "true".equals(reader.getAttributeValue(XSI, "nil")) || "1".equals(reader.getAttributeValue(XSI, "nil"));
        attributes(node);
        if (node.released) {
            out.write(nil && node.leaf ? NIL + ">" : ">");
        }
        if (node.leaf) {
            String text = text(node);
            if (nil && !text.isBlank()) {
                throw wrongShape(node);
            }
            value(node, nil ? null : text, false);
        } else {
            children(node);
        }
        if (node.released) {
            out.write("</" + node.name + ">");
        }
    }

    private void attributes(XmlNode node) throws IOException, Unfilterable {
        if (node.attributes.isEmpty()) {
            return;
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            XmlNode attribute =
                    XmlNode.find(node.attributes, reader.getAttributeNamespace(i), reader.getAttributeLocalName(i));
            if (attribute == null) {
                continue;
            }
            if (attribute.released) {
                out.write(" " + attribute.name + "=\"");
            }
            value(attribute, reader.getAttributeValue(i), true);
            if (attribute.released) {
                out.write("\"");
            }
        }
    }

    private void children(XmlNode node) throws XMLStreamException, IOException, Unfilterable {
        BitSet seen = new BitSet(node.children.size());
        for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            XmlNode child = XmlNode.find(node.children, reader.getNamespaceURI(), reader.getLocalName());
            if (child == null) {
                skip();
                continue;
            }
            if (!child.repeats && seen.get(child.index)) {
                throw wrongShape(child);
            }
            seen.set(child.index);
            if (child.conditions == 0) {
                element(child, "");
            } else {
                row(child, "");
            }
            out.flushWhenFull();
        }
    }

    private void skip() throws XMLStreamException, Unfilterable {
        int depth = 1;
        while (depth > 0) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    /** All text of a leaf up to its end, CDATA sections included. */
    private String text(XmlNode node) throws XMLStreamException, Unfilterable {
        StringBuilder text = new StringBuilder();
        for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> throw wrongShape(node);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (text.length() + reader.getTextLength() > JsonFilter.MAX_TEXT_LENGTH) {
                        throw new Unfilterable(Unfilterable.Reason.LIMIT, node.path);
                    }
                    text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                }
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
        return text.toString();
    }

    private void value(XmlNode node, @Nullable String text, boolean attribute) throws IOException, Unfilterable {
        boolean absent = text == null || LeafText.absent(node.type, text);
        String value = absent || text == null ? "" : LeafText.of(node.type, text);
        if (value == null) {
            throw wrongShape(node);
        }
        if (node.subject && !value.isEmpty()) {
            out.subject(value);
        }
        if (node.test != null && !absent && node.test.matches(value)) {
            passed++;
        }
        if (node.valueReleased) {
            out.valueBegins();
            String masked = absent || node.mask == null ? value : node.mask.apply(value, node.field, release.keys());
            out.write(escaped(masked, attribute));
            out.valueEnds(node.field);
        }
    }

    /** Text in which nothing is markup, and which a parser reads back as it is (XML 1.0, 2.4, 2.11 and 3.3.3). */
    static String escaped(String text, boolean attribute) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String instead =
                    switch (c) {
                        case '&' -> "&amp;";
                        case '<' -> "&lt;";
                        case '>' -> "&gt;";
                        case '\r' -> "&#13;";
                        case '"' -> attribute ? "&quot;" : null;
                        case '\n' -> attribute ? "&#10;" : null;
                        case '\t' -> attribute ? "&#9;" : null;
                        default -> null;
                    };
            if (instead != null && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (instead == null) {
                    out.append(c);
                } else {
                    out.append(instead);
                }
            }
        }
        return out == null ? text : out.toString();
    }

    private static Unfilterable wrongShape(XmlNode node) {
        return new Unfilterable(Unfilterable.Reason.WRONG_SHAPE, node.path);
    }
}
