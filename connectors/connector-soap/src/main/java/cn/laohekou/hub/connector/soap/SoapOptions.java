package cn.laohekou.hub.connector.soap;

import java.util.Map;

/**
 * Options of one {@code hub-soap} endpoint, as given. Absent texts are empty.
 *
 * @param connector name of the connector; the outgoing guard decides by it
 * @param wsdl text of the WSDL 1.1
 * @param schemas texts of the documents it imports, by the location under which it imports them
 * @param port name of the WSDL's port to use
 * @param mtom whether binary parameters travel as attachments
 * @param security what the WS-Security header holds; holds secrets
 * @param http how messages travel; holds secrets
 */
public record SoapOptions(
        String connector,
        String wsdl,
        Map<String, String> schemas,
        String port,
        boolean mtom,
        SecurityOptions security,
        HttpPart http) {

    /** Copies the documents. */
    public SoapOptions {
        schemas = Map.copyOf(schemas);
    }

    /** Names the connector only: the rest may hold secrets. */
    @Override
    public String toString() {
        return "SoapOptions[connector=" + connector + "]";
    }
}
