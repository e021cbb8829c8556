package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.io.StringReader;
import java.util.Map;
import javax.wsdl.xml.WSDLLocator;
import org.apache.ws.commons.schema.resolver.URIResolver;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/**
 * A WSDL and the documents it imports, all of them given as settings: nothing is ever fetched, whatever address a
 * document names.
 */
final class WsdlDocuments implements WSDLLocator, URIResolver {

    static final String ROOT = "wsdl";

    private final String wsdl;
    private final Map<String, String> imports;
    private @Nullable String missing;
    private String latest = ROOT;

    private WsdlDocuments(String wsdl, Map<String, String> imports) {
        this.wsdl = wsdl;
        this.imports = imports;
    }

    /**
     * Checks all documents before any library reads one.
     *
     * @param wsdl the WSDL's text
     * @param imports texts by the location under which a document imports them
     */
    static WsdlDocuments of(String wsdl, Map<String, String> imports) throws ConnectorFault {
        SecureXml.parse(wsdl, "wsdl");
        for (String text : imports.values()) {
            SecureXml.parse(text, "schemas");
        }
        return new WsdlDocuments(wsdl, imports);
    }

    Document root() throws ConnectorFault {
        return SecureXml.parse(wsdl, "wsdl");
    }

    /** A location that was asked for and not given; null when all were. */
    @Nullable
    String missing() {
        return missing;
    }

    @Override
    public InputSource getBaseInputSource() {
        return source(ROOT, wsdl);
    }

    @Override
    public String getBaseURI() {
        return ROOT;
    }

    @Override
    public InputSource getImportInputSource(String parent, String location) {
        return given(location);
    }

    @Override
    public InputSource resolveEntity(String namespace, @Nullable String location, String base) {
        return given(location == null ? "" : location);
    }

    @Override
    public String getLatestImportURI() {
        return latest;
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private InputSource given(String location) {
        latest = location;
        String text = imports.get(location);
        if (text == null) {
            missing = location;
            // Read as a document with nothing in it; the caller refuses it by name.
            return source(location, "<missing/>");
        }
        return source(location, text);
    }

    private static InputSource source(String id, String text) {
        InputSource source = new InputSource(new StringReader(text));
        source.setSystemId(id);
        return source;
    }
}
