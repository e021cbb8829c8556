package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The counterpart's base address, taken apart once.
 *
 * @param tls whether the scheme is {@code https}
 * @param host name or address literal, an IPv6 literal without brackets
 * @param port explicit or the scheme's own
 * @param path percent-encoded, empty or starting with {@code /}, never ending with one
 */
record BaseAddress(boolean tls, String host, int port, String path) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;

    static BaseAddress parse(String text) throws ConnectorFault {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        boolean plainParts = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        String host = uri.getHost();
        if ((!tls && !scheme.equals("http")) || host == null || !plainParts || uri.getPort() > MAX_PORT) {
            throw unusable();
        }
        int port = uri.getPort() != -1 ? uri.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        return new BaseAddress(tls, withoutBrackets(host), port, path(uri.getRawPath()));
    }

    /** A proxy's address: {@code http://host:port} and nothing more. */
    static BaseAddress proxy(String text) throws ConnectorFault {
        BaseAddress proxy = parse(text);
        if (proxy.tls || !proxy.path.isEmpty()) {
            throw Faults.misconfigured(
                    "代理地址 proxyUrl 无效：应形如 http://主机:端口。", "proxyUrl is not usable: write http://host:port.");
        }
        return proxy;
    }

    /** Host and, unless it is the scheme's own, port, in lower case (RFC 9421 section 2.2.3). */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host.toLowerCase(Locale.ROOT);
        return port == (tls ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
    }

    private static URI uri(String text) throws ConnectorFault {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw unusable();
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String path(@Nullable String rawPath) throws ConnectorFault {
        String path = rawPath == null ? "" : rawPath;
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (!path.isEmpty() && !RequestTarget.isCleanPath(path.substring(1))) {
            throw unusable();
        }
        return path;
    }

    private static ConnectorFault unusable() {
        return Faults.misconfigured(
                "地址（baseUrl、tokenUrl 或 proxyUrl）无效：应形如 https://主机[:端口][/路径]，不含用户名、? 与 #。",
                "An address (baseUrl, tokenUrl or proxyUrl) is not usable: write https://host[:port][/path] without user, ? or #.");
    }
}
