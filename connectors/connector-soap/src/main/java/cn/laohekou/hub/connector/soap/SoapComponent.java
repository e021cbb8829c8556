package cn.laohekou.hub.connector.soap;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Camel component {@code hub-soap:<connector>}: calls SOAP services with JSON, by their WSDL. */
public final class SoapComponent extends DefaultComponent {

    /** 4 MiB: an answer is held in memory while it is turned into JSON. */
    private static final long DEFAULT_MAX_ANSWER_BYTES = 4L * 1024 * 1024;

    private static final int DEFAULT_CONNECT_TIMEOUT_MS = 3_000;
    private static final int DEFAULT_REQUEST_TIMEOUT_MS = 20_000;
    private static final int DEFAULT_MAX_CONNECTIONS = 32;

    /** For Camel, which finds the component by its scheme. */
    public SoapComponent() {}

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new SoapEndpoint(uri, this, new Reader(parameters).read(remaining));
    }

    /** Takes the options out of the parameters; what is left is unknown, and Camel refuses it. */
    private final class Reader {

        private final Map<String, Object> parameters;

        Reader(Map<String, Object> parameters) {
            this.parameters = parameters;
        }

        SoapOptions read(String connector) {
            return new SoapOptions(
                    connector,
                    text("wsdl", ""),
                    documents(),
                    text("port", ""),
                    value("mtom", Boolean.class, false),
                    security(),
                    http());
        }

        private SecurityOptions security() {
            return new SecurityOptions(
                    text("security", "none"),
                    text("tokenUsername", ""),
                    text("tokenPassword", ""),
                    text("tokenPasswordType", "digest"),
                    text("signingCertificate", ""),
                    text("signingKey", ""));
        }

        private HttpPart http() {
            return new HttpPart(
                    text("address", ""),
                    text("authentication", "none"),
                    text("username", ""),
                    text("password", ""),
                    text("clientCertificate", ""),
                    text("clientKey", ""),
                    text("trustedCertificates", ""),
                    value("verifyHostname", Boolean.class, true),
                    value("connectTimeoutMs", Integer.class, DEFAULT_CONNECT_TIMEOUT_MS),
                    value("requestTimeoutMs", Integer.class, DEFAULT_REQUEST_TIMEOUT_MS),
                    value("maxConnections", Integer.class, DEFAULT_MAX_CONNECTIONS),
                    value("maxAnswerBytes", Long.class, DEFAULT_MAX_ANSWER_BYTES),
                    text("probePath", "?wsdl"));
        }

        private Map<String, String> documents() {
            Map<String, String> copy = new HashMap<>();
            Map<?, ?> given = value("schemas", Map.class, Map.of());
            given.forEach((location, text) -> copy.put(String.valueOf(location), String.valueOf(text)));
            return copy;
        }

        private String text(String name, String absent) {
            return value(name, String.class, absent);
        }

        private <T> T value(String name, Class<T> type, T absent) {
            return getAndRemoveOrResolveReferenceParameter(parameters, name, type, absent);
        }
    }
}
