package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.wsdl.Binding;
import javax.wsdl.BindingOperation;
import javax.wsdl.Definition;
import javax.wsdl.Import;
import javax.wsdl.Port;
import javax.wsdl.Service;
import javax.wsdl.Types;
import javax.wsdl.WSDLException;
import javax.wsdl.extensions.ElementExtensible;
import javax.wsdl.extensions.schema.Schema;
import javax.wsdl.extensions.soap.SOAPBinding;
import javax.wsdl.extensions.soap12.SOAP12Binding;
import javax.wsdl.factory.WSDLFactory;
import javax.wsdl.xml.WSDLReader;
import javax.xml.XMLConstants;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaException;
import org.w3c.dom.Element;

/** Reads WSDL 1.1 into what a call needs. */
final class WsdlReader {

    private final WsdlDocuments documents;
    private final XmlSchemaCollection schemas = new XmlSchemaCollection();
    private final Set<Definition> seen = new HashSet<>();
    private int inline;

    private WsdlReader(WsdlDocuments documents) {
        this.documents = documents;
    }

    /**
     * Reads a WSDL.
     *
     * @param wsdl its text
     * @param imports texts of the documents it imports, by location
     * @param port name of the port to use; empty when there is only one with a SOAP binding
     * @throws ConnectorFault {@code CONNECTOR_MISCONFIGURED} with the reason
     */
    static SoapService read(String wsdl, Map<String, String> imports, String port) throws ConnectorFault {
        WsdlReader reader = new WsdlReader(WsdlDocuments.of(wsdl, imports));
        try {
            return reader.service(port);
        } catch (WSDLException | XmlSchemaException e) {
            reader.requireComplete();
            throw Faults.misconfigured("wsdl 不是可用的 WSDL 1.1。", "wsdl is not a usable WSDL 1.1.");
        }
    }

    private SoapService service(String wanted) throws WSDLException, ConnectorFault {
        WSDLReader reader = WSDLFactory.newInstance().newWSDLReader();
        reader.setFeature("javax.wsdl.verbose", false);
        reader.setFeature("javax.wsdl.importDocuments", true);
        Definition definition = reader.readWSDL(documents);
        requireComplete();
        schemas.setSchemaResolver(documents);
        addSchemas(definition);
        requireComplete();
        Binding binding = binding(definition, wanted);
        SoapVersion version = isSoap12(binding) ? SoapVersion.V12 : SoapVersion.V11;
        SchemaTypes types = new SchemaTypes(schemas);
        Map<String, SoapOperation> operations = new TreeMap<>();
        OperationReader each = new OperationReader(binding, types);
        for (Object operation : binding.getBindingOperations()) {
            SoapOperation read = each.read((BindingOperation) operation);
            if (operations.put(read.name(), read) != null) {
                throw Faults.misconfigured(
                        "WSDL 中有两个操作都叫 " + read.name() + "。",
                        "Two operations of the WSDL are called " + read.name() + ".");
            }
        }
        return new SoapService(version, operations, types);
    }

    private void addSchemas(Definition definition) {
        if (!seen.add(definition)) {
            return;
        }
        Types types = definition.getTypes();
        if (types != null) {
            for (Object extension : types.getExtensibilityElements()) {
                if (extension instanceof Schema schema) {
                    add(definition, schema.getElement());
                }
            }
        }
        for (Object list : definition.getImports().values()) {
            for (Object one : (List<?>) list) {
                Definition imported = ((Import) one).getDefinition();
                if (imported != null) {
                    addSchemas(imported);
                }
            }
        }
    }

    /** Prefixes may be declared around the schema; it is read on its own. */
    private void add(Definition definition, Element schema) {
        Map<?, ?> namespaces = definition.getNamespaces();
        namespaces.forEach((prefix, uri) -> {
            String name = prefix.toString().isEmpty() ? "xmlns" : "xmlns:" + prefix;
            if (!schema.hasAttribute(name)) {
                schema.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, name, uri.toString());
            }
        });
        inline++;
        schemas.read(schema, "inline-" + inline);
    }

    private Binding binding(Definition definition, String wanted) throws ConnectorFault {
        List<Port> found = new ArrayList<>();
        for (Object service : definition.getAllServices().values()) {
            for (Object port : ((Service) service).getPorts().values()) {
                if (isSoap(((Port) port).getBinding())
                        && (wanted.isEmpty() || ((Port) port).getName().equals(wanted))) {
                    found.add((Port) port);
                }
            }
        }
        // The same service is often offered under both versions; the older one is what every stack speaks.
        List<Port> older =
                found.stream().filter(port -> !isSoap12(port.getBinding())).toList();
        List<Port> chosen = older.isEmpty() ? found : older;
        if (chosen.size() != 1) {
            throw Faults.misconfigured(
                    "WSDL 中符合的 SOAP 端口有 " + chosen.size() + " 个，请用 port 指定一个。",
                    "The WSDL has " + chosen.size() + " SOAP ports that fit; name one in port.");
        }
        return chosen.get(0).getBinding();
    }

    private void requireComplete() throws ConnectorFault {
        String location = documents.missing();
        if (location != null) {
            throw Faults.misconfigured(
                    "WSDL 引入了没有提供的文档，请以其引入地址为名放入 schemas；枢纽不自行下载。",
                    "The WSDL imports a document that was not given; put it into schemas under the location by which it"
                            + " is imported. The hub fetches none.");
        }
    }

    private static boolean isSoap(Binding binding) {
        return binding != null && (isSoap12(binding) || has(binding, SOAPBinding.class));
    }

    private static boolean isSoap12(Binding binding) {
        return has(binding, SOAP12Binding.class);
    }

    private static boolean has(ElementExtensible element, Class<?> type) {
        List<?> extensions = element.getExtensibilityElements();
        return extensions.stream().anyMatch(type::isInstance);
    }
}
