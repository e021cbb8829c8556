package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A counterpart's fault in the hub's own words, by its code alone: reason, actor and detail are never read, because they
 * may hold anything, a citizen's data included.
 */
final class SoapFaults {

    private static final String WSSE =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    /** Namespace in which WSS4J based servers report any security failure. */
    private static final String WSS4J = "http://ws.apache.org/wss4j";

    private static final Set<String> SETUP = Set.of("VersionMismatch", "MustUnderstand", "DataEncodingUnknown");

    private SoapFaults() {}

    /** Reads the fault element the reader stands on. */
    static ConnectorFault read(XMLStreamReader reader) throws XMLStreamException, ConnectorFault {
        Code code = new Code("", "");
        while (AnswerReader.nextElement(reader)) {
            String name = reader.getLocalName();
            if (name.equals("faultcode")) {
                return of(code(reader));
            }
            if (name.equals("Code")) {
                while (AnswerReader.nextElement(reader)) {
                    if (reader.getLocalName().equals("Value")) {
                        code = code(reader);
                    } else if (reader.getLocalName().equals("Subcode") && AnswerReader.nextElement(reader)) {
                        Code sub = code(reader);
                        return of(isSecurity(sub) ? sub : code);
                    }
                }
                return of(code);
            }
            AnswerReader.skip(reader);
        }
        return of(code);
    }

    private record Code(@Nullable String namespace, String local) {}

    private static Code code(XMLStreamReader reader) throws XMLStreamException {
        String text = reader.getElementText().strip();
        int colon = text.indexOf(':');
        // The prefix may be declared on the element itself, whose end the reader stands on now.
        return new Code(reader.getNamespaceURI(colon < 0 ? "" : text.substring(0, colon)), text.substring(colon + 1));
    }

    private static boolean isSecurity(Code code) {
        return WSSE.equals(code.namespace()) || WSS4J.equals(code.namespace());
    }

    private static ConnectorFault of(Code code) {
        // SOAP 1.1, 4.4.1: a dot adds detail to a standard code.
        int dot = code.local().indexOf('.');
        String local = dot < 0 ? code.local() : code.local().substring(0, dot);
        if (isSecurity(code)) {
            return Faults.refused(
                    "对方拒绝了 WS-Security 凭据，请核对用户名、口令、证书与时钟。",
                    "The counterpart refused the WS-Security credentials; check user, password, certificate and clock.");
        }
        if (local.equals("Client") || local.equals("Sender")) {
            return Faults.refused("对方以 SOAP 故障拒绝了请求。", "The counterpart refused the request with a SOAP fault.");
        }
        if (SETUP.contains(local)) {
            return Faults.misconfigured(
                    "对方不接受此 SOAP 版本或消息头，请核对 WSDL 与端口。",
                    "The counterpart does not take this SOAP version or header; check the WSDL and the port.");
        }
        return Faults.failed("对方内部出错，返回了 SOAP 故障。", "The counterpart failed with a SOAP fault.");
    }
}
