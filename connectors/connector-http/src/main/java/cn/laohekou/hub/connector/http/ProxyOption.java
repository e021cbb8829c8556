package cn.laohekou.hub.connector.http;

/**
 * A proxy calls are tunnelled through (CONNECT, RFC 9110, 9.3.6). Absent texts are empty.
 *
 * @param proxyUrl {@code http://host:port} of the proxy; empty when calls go directly
 * @param proxyUsername user at the proxy
 * @param proxyPassword password at the proxy; secret
 */
public record ProxyOption(String proxyUrl, String proxyUsername, String proxyPassword) {

    boolean used() {
        return !proxyUrl.isEmpty();
    }

    /** Nothing: it holds a secret. */
    @Override
    public String toString() {
        return "ProxyOption[]";
    }
}
