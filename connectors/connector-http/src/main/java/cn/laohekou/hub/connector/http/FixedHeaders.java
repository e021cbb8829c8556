package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Headers every request of a connector carries, encoded once. */
final class FixedHeaders {

    /** Headers that steer the connection or that the hub itself sets: a setting must not name them. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "keep-alive",
            "accept-encoding",
            "range",
            "traceparent",
            "tracestate");

    /** Headers that carry secrets: the setting {@code headers} is not write-only. */
    private static final Set<String> SECRET = Set.of("authorization", "cookie");

    /** RFC 9110, 5.6.2: characters of a token besides letters and digits. */
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final List<CharSequence> names = new ArrayList<>();
    private final List<CharSequence> values = new ArrayList<>();

    private FixedHeaders() {}

    static FixedHeaders of(HttpOptions options) throws ConnectorFault {
        FixedHeaders fixed = new FixedHeaders();
        if (options.headers().keySet().stream().noneMatch("Accept"::equalsIgnoreCase)) {
            fixed.addConfigured("accept", "Accept", options.accept());
        }
        if (options.compression()) {
            fixed.add("Accept-Encoding", "gzip");
        }
        for (Map.Entry<String, String> header : new TreeMap<>(options.headers()).entrySet()) {
            if (SECRET.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                throw Faults.misconfigured(
                        "headers 中不能放认证信息，请用 authentication 的设置。",
                        "headers must not carry credentials; use the settings of authentication.");
            }
            fixed.addConfigured("headers", header.getKey(), header.getValue());
        }
        fixed.addAuthentication(options);
        return fixed;
    }

    /** Adds all to a request. */
    void addTo(MultiMap request) {
        for (int i = 0; i < names.size(); i++) {
            request.add(names.get(i), values.get(i));
        }
    }

    private void addAuthentication(HttpOptions options) throws ConnectorFault {
        switch (options.authentication()) {
            case "none", "mtls", "oauth2" -> {
                // mTLS authenticates the connection, a token the single request; see ClientFactory and TokenSource.
            }
            case "basic" -> addBasic(options.username(), options.password());
            case "apiKey" -> addConfigured("apiKeyHeader", options.apiKeyHeader(), options.apiKey());
            default ->
                throw Faults.misconfigured(
                        "认证方式 authentication 只能是 none、basic、apiKey、oauth2 或 mtls。",
                        "authentication must be none, basic, apiKey, oauth2 or mtls.");
        }
    }

    private void addBasic(String username, String password) throws ConnectorFault {
        // RFC 7617, 2: a colon ends the user name.
        if (username.isEmpty() || username.indexOf(':') >= 0) {
            throw Faults.misconfigured(
                    "basic 认证需要不含冒号的用户名 username。", "Basic authentication needs a username without a colon.");
        }
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        add("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private void addConfigured(String setting, String name, String value) throws ConnectorFault {
        if (!isToken(name) || isReserved(name)) {
            throw Faults.misconfigured(
                    "设置 " + setting + " 中有不允许的请求头名称。", "Setting " + setting + " names a header that is not allowed.");
        }
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw Faults.misconfigured(
                    "设置 " + setting + " 的请求头取值为空，或含换行、非 ASCII 字符。",
                    "A header value of setting " + setting
                            + " is empty or holds a line break or a non-ASCII character.");
        }
        add(name, value);
    }

    private void add(String name, String value) throws ConnectorFault {
        if (names.stream().anyMatch(other -> name.equalsIgnoreCase(other.toString()))) {
            throw Faults.misconfigured("同一请求头设置了两次。", "A request header is set twice.");
        }
        names.add(HttpHeaders.createOptimized(name));
        values.add(HttpHeaders.createOptimized(value));
    }

    private static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RESERVED.contains(lower) || lower.startsWith("hub-") || lower.startsWith("proxy-");
    }

    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || TOKEN_MARKS.indexOf(c) >= 0);
    }
}
