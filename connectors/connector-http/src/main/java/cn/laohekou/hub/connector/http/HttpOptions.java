package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.RequestSigning;
import java.util.Map;

/**
 * Options of one {@code hub-http} endpoint, as given. Absent texts are empty.
 *
 * @param connector name of the connector; the outgoing guard decides by it
 * @param baseUrl {@code http} or {@code https} address every path is appended to
 * @param headers fixed request headers
 * @param accept media type asked for unless {@code headers} names another
 * @param contentType media type of request bodies
 * @param authentication {@code none}, {@code basic}, {@code apiKey}, {@code mtls} or client credentials
 * @param username user for {@code basic}
 * @param password password for {@code basic}; secret
 * @param apiKeyHeader header name for {@code apiKey}
 * @param apiKey header value for {@code apiKey}; secret
 * @param oauth how an access token is got; holds a secret
 * @param proxy the proxy calls go through; holds a secret
 * @param clientCertificate PEM chain for {@code mtls}
 * @param clientKey PEM private key (PKCS #8) for {@code mtls}; secret
 * @param signing how requests are signed; mechanism {@code none} when they are not; holds a secret
 * @param trustedCertificates PEM authorities to trust instead of the JVM's
 * @param verifyHostname whether the counterpart's certificate must name the host of {@code baseUrl}
 * @param connectTimeoutMs limit for opening a connection, milliseconds
 * @param requestTimeoutMs limit for the whole call, waiting for a connection included, milliseconds
 * @param maxConnections connections held open to the counterpart
 * @param maxAnswerBytes largest answer after unpacking, bytes
 * @param compression whether compressed answers are asked for
 * @param probePath path below {@code baseUrl} asked by a probe
 * @param probeMethod {@code GET} or {@code HEAD}
 */
public record HttpOptions(
        String connector,
        String baseUrl,
        Map<String, String> headers,
        String accept,
        String contentType,
        String authentication,
        String username,
        String password,
        String apiKeyHeader,
        String apiKey,
        OAuthOptions oauth,
        ProxyOption proxy,
        String clientCertificate,
        String clientKey,
        RequestSigning.Settings signing,
        String trustedCertificates,
        boolean verifyHostname,
        int connectTimeoutMs,
        int requestTimeoutMs,
        int maxConnections,
        long maxAnswerBytes,
        boolean compression,
        String probePath,
        String probeMethod) {

    /** Copies the headers so that later changes of the caller's map have no effect. */
    public HttpOptions {
        headers = Map.copyOf(headers);
    }

    /** Names the connector only: nearly every other option may be a secret or hold one. */
    @Override
    public String toString() {
        return "HttpOptions[connector=" + connector + "]";
    }
}
