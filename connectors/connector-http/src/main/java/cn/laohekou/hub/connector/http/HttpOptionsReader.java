package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.RequestSigning;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.support.DefaultComponent;

/** Takes the options out of an endpoint's parameters, looking references ({@code #name}) up in the registry. */
final class HttpOptionsReader {

    /** Below the hub's own 30 s, so that the connector names the slow counterpart before its caller gives up. */
    static final int DEFAULT_REQUEST_TIMEOUT_MS = 20_000;

    static final int DEFAULT_CONNECT_TIMEOUT_MS = 3_000;
    static final int DEFAULT_MAX_CONNECTIONS = 64;

    /** 16 MiB: the hub's default limit of a query's answer. */
    static final long DEFAULT_MAX_ANSWER_BYTES = 16L * 1024 * 1024;

    private static final String DEFAULT_MEDIA_TYPE = "application/json";

    private final DefaultComponent component;
    private final Map<String, Object> parameters;

    HttpOptionsReader(DefaultComponent component, Map<String, Object> parameters) {
        this.component = component;
        this.parameters = parameters;
    }

    /** Whatever is left in the parameters afterwards is unknown, and Camel refuses it. */
    HttpOptions read(String connector) {
        return new HttpOptions(
                connector,
                text("baseUrl", ""),
                texts("headers"),
                text("accept", DEFAULT_MEDIA_TYPE),
                text("contentType", DEFAULT_MEDIA_TYPE),
                text("authentication", "none"),
                text("username", ""),
                text("password", ""),
                text("apiKeyHeader", ""),
                text("apiKey", ""),
                oauth(),
                new ProxyOption(text("proxyUrl", ""), text("proxyUsername", ""), text("proxyPassword", "")),
                text("clientCertificate", ""),
                text("clientKey", ""),
                signing(),
                text("trustedCertificates", ""),
                value("verifyHostname", Boolean.class, true),
                value("connectTimeoutMs", Integer.class, DEFAULT_CONNECT_TIMEOUT_MS),
                value("requestTimeoutMs", Integer.class, DEFAULT_REQUEST_TIMEOUT_MS),
                value("maxConnections", Integer.class, DEFAULT_MAX_CONNECTIONS),
                value("maxAnswerBytes", Long.class, DEFAULT_MAX_ANSWER_BYTES),
                value("compression", Boolean.class, false),
                text("probePath", ""),
                text("probeMethod", "GET"));
    }

    private String text(String name, String absent) {
        return value(name, String.class, absent);
    }

    private <T> T value(String name, Class<T> type, T absent) {
        return component.getAndRemoveOrResolveReferenceParameter(parameters, name, type, absent);
    }

    private OAuthOptions oauth() {
        return new OAuthOptions(
                text("tokenUrl", ""),
                text("clientId", ""),
                text("clientSecret", ""),
                text("clientAuthentication", "basic"),
                text("scope", ""));
    }

    private RequestSigning.Settings signing() {
        return new RequestSigning.Settings(
                text("signing", "none"),
                text("signingAlgorithm", ""),
                text("signingKeyId", ""),
                text("signingService", ""),
                text("signingKey", ""),
                texts("signingHeaders"),
                text("signingTemplate", ""),
                text("signingEncoding", "base64"),
                value("signedAnswers", Boolean.class, false));
    }

    private Map<String, String> texts(String option) {
        Map<?, ?> given = value(option, Map.class, Map.of());
        Map<String, String> copy = new HashMap<>();
        given.forEach((name, headerValue) -> copy.put(String.valueOf(name), String.valueOf(headerValue)));
        return copy;
    }
}
