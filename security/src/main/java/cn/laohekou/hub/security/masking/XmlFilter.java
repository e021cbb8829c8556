package cn.laohekou.hub.security.masking;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reduces an XML answer to exactly the granted elements and attributes, masked, and collects its data subjects.
 * Undeclared elements, attributes, comments and processing instructions are dropped; a document type declaration,
 * another encoding than {@link XmlInput} allows, or anything that is not what was declared makes the whole answer
 * unfilterable. Immutable and safe for any thread.
 *
 * <p>Output is XML 1.0 in UTF-8 with the declared prefixes; CDATA sections become escaped text.
 */
public final class XmlFilter implements AnswerFilter {

    /** Most attributes of one element. */
    static final int MAX_ATTRIBUTES = 256;

    private static final XMLInputFactory XML = factory();

    private final XmlNode root;
    private final String namespaces;
    private final boolean keyed;

    XmlFilter(XmlNode root, Map<String, String> namespaces, boolean keyed) {
        this.root = root;
        StringBuilder declared = new StringBuilder();
        namespaces.forEach((prefix, uri) -> declared.append(" xmlns:")
                .append(prefix)
                .append("=\"")
                .append(XmlRun.escaped(uri, true))
                .append('"'));
        this.namespaces = declared.toString();
        this.keyed = keyed;
    }

    private static XMLInputFactory factory() {
        // The class itself: no look-up of whatever implementation happens to be there.
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(
                XMLInputFactory.RESOLVER, (javax.xml.stream.XMLResolver) (publicId, systemId, base, namespace) -> {
                    throw new XMLStreamException("nothing is resolved");
                });
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, JsonFilter.MAX_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAX_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, JsonFilter.MAX_TEXT_LENGTH);
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, JsonFilter.MAX_TEXT_LENGTH);
        // Errors are met where the text is read, not when it is looked at.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        // Names come from strangers.
        factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false);
        return factory;
    }

    @Override
    public boolean keyed() {
        return keyed;
    }

    @Override
    public byte[] filter(byte[] answer, int offset, int length, Release release) throws Unfilterable {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2);
        try {
            filter(new ByteArrayInputStream(answer, offset, length), out, release);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    @Override
    public void filter(InputStream answer, OutputStream filtered, Release release) throws Unfilterable, IOException {
        if (keyed && release.keys() == null) {
            throw new IllegalStateException("the filter needs the consumer's keys");
        }
        try {
            XmlInput input = XmlInput.open(answer);
            XMLStreamReader reader = XML.createXMLStreamReader(input.reader());
            try {
                if (!input.agrees(reader.getCharacterEncodingScheme())) {
                    throw new Unfilterable(Unfilterable.Reason.ENCODING, "");
                }
                if (reader.getVersion() != null && !"1.0".equals(reader.getVersion())) {
                    throw new Unfilterable(Unfilterable.Reason.MALFORMED, "");
                }
                HeldOutput out = new HeldOutput(filtered, release);
                new XmlRun(reader, out, release, namespaces).document(root);
                out.finish();
            } finally {
                reader.close();
            }
        } catch (CharacterCodingException e) {
            throw new Unfilterable(Unfilterable.Reason.ENCODING, "");
        } catch (XMLStreamException e) {
            throw refused(e);
        }
    }

    /** Why the parser stopped; its words may quote the answer and are left out. */
    private static Unfilterable refused(XMLStreamException e) throws IOException {
        Throwable cause = e.getCause() == null ? e.getNestedException() : e.getCause();
        if (cause instanceof CharacterCodingException) {
            return new Unfilterable(Unfilterable.Reason.ENCODING, "");
        }
        if (cause instanceof IOException broken) {
            throw broken;
        }
        boolean limit = String.valueOf(e.getMessage()).contains("limit");
        return new Unfilterable(limit ? Unfilterable.Reason.LIMIT : Unfilterable.Reason.MALFORMED, "");
    }
}
