package cn.laohekou.hub.connector.soap;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How messages travel; handed to {@code hub-http}, whose options explain them.
 *
 * @param address where the service listens
 * @param authentication {@code none}, {@code basic} or {@code mtls}
 * @param username user for {@code basic}
 * @param password password for {@code basic}; secret
 * @param clientCertificate PEM chain for {@code mtls}
 * @param clientKey PEM private key for {@code mtls}; secret
 * @param trustedCertificates PEM authorities to trust
 * @param verifyHostname whether the certificate must name the host
 * @param connectTimeoutMs milliseconds
 * @param requestTimeoutMs milliseconds
 * @param maxConnections connections held
 * @param maxAnswerBytes largest answer, attachments included, bytes; held in memory while it is turned into JSON
 * @param probePath what a probe asks below the address
 */
public record HttpPart(
        String address,
        String authentication,
        String username,
        String password,
        String clientCertificate,
        String clientKey,
        String trustedCertificates,
        boolean verifyHostname,
        int connectTimeoutMs,
        int requestTimeoutMs,
        int maxConnections,
        long maxAnswerBytes,
        String probePath) {

    Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("baseUrl", address);
        options.put("accept", "text/xml, application/soap+xml, multipart/related");
        options.put("authentication", authentication);
        options.put("username", username);
        options.put("password", password);
        options.put("clientCertificate", clientCertificate);
        options.put("clientKey", clientKey);
        options.put("trustedCertificates", trustedCertificates);
        options.put("verifyHostname", verifyHostname);
        options.put("connectTimeoutMs", connectTimeoutMs);
        options.put("requestTimeoutMs", requestTimeoutMs);
        options.put("maxConnections", maxConnections);
        options.put("maxAnswerBytes", maxAnswerBytes);
        options.put("probePath", probePath);
        return options;
    }

    /** Nothing: it holds secrets. */
    @Override
    public String toString() {
        return "HttpPart[]";
    }
}
