package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a call that does not change from call to call, worked out and checked once when the route starts.
 *
 * @param options the options it was made of
 * @param base the counterpart's address
 * @param headers headers sent with every request, authentication included
 * @param contentType media type of request bodies
 * @param probeMethod method of a probe
 * @param probeUri path and query of a probe
 */
record RequestPlan(
        HttpOptions options,
        BaseAddress base,
        FixedHeaders headers,
        CharSequence contentType,
        HttpMethod probeMethod,
        String probeUri) {

    private static final Map<String, HttpMethod> METHODS = Map.of(
            "GET", HttpMethod.GET,
            "HEAD", HttpMethod.HEAD,
            "POST", HttpMethod.POST,
            "PUT", HttpMethod.PUT,
            "PATCH", HttpMethod.PATCH,
            "DELETE", HttpMethod.DELETE);

    /** RFC 9110, 8.3.1: type, subtype and plain parameters; nothing that could end the header. */
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            "[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,80}(; ?[A-Za-z0-9-]{1,40}=[A-Za-z0-9._+/\"-]{1,80}){0,4}");

    private static final Set<String> PROBE_METHODS = Set.of("GET", "HEAD");

    static RequestPlan of(HttpOptions options) throws ConnectorFault {
        BaseAddress base = BaseAddress.parse(options.baseUrl());
        if (!PROBE_METHODS.contains(options.probeMethod())) {
            throw Faults.misconfigured("拨测方法 probeMethod 只能是 GET 或 HEAD。", "probeMethod must be GET or HEAD.");
        }
        requirePositive("connectTimeoutMs", options.connectTimeoutMs());
        requirePositive("requestTimeoutMs", options.requestTimeoutMs());
        requirePositive("maxConnections", options.maxConnections());
        requirePositive("maxAnswerBytes", options.maxAnswerBytes());
        return new RequestPlan(
                options,
                base,
                FixedHeaders.of(options),
                HttpHeaders.createOptimized(contentType(options)),
                METHODS.getOrDefault(options.probeMethod(), HttpMethod.GET),
                probeUri(base, options.probePath()));
    }

    /** The method a name stands for; only the six an operation may declare exist. */
    static HttpMethod method(@Nullable String name) throws ConnectorFault {
        HttpMethod method = name == null ? null : METHODS.get(name);
        if (method == null) {
            throw Faults.misconfigured("操作声明的方法不受支持。", "The operation's method is not supported.");
        }
        return method;
    }

    /** Request target for a path and query below the base address. */
    String uri(@Nullable String path, @Nullable String query) throws ConnectorFault {
        String below = path == null ? "" : path;
        String asked = query == null ? "" : query;
        if (!RequestTarget.isCleanPath(below) || !RequestTarget.isCleanQuery(asked)) {
            throw Faults.misconfigured(
                    "请求路径或查询串含有不允许的字符，未发送。", "The request path or query holds characters that are never sent.");
        }
        String full = below.isEmpty() ? orRoot(base.path()) : base.path() + "/" + below;
        return asked.isEmpty() ? full : full + "?" + asked;
    }

    private static String contentType(HttpOptions options) throws ConnectorFault {
        if (!MEDIA_TYPE.matcher(options.contentType()).matches()) {
            throw Faults.misconfigured(
                    "正文类型 contentType 无效：应形如 application/xml;charset=UTF-8。",
                    "contentType is not usable: write a media type such as application/xml;charset=UTF-8.");
        }
        return options.contentType();
    }

    private static String probeUri(BaseAddress base, String probePath) throws ConnectorFault {
        String path = probePath.startsWith("/") ? probePath.substring(1) : probePath;
        int mark = path.indexOf('?');
        String below = mark < 0 ? path : path.substring(0, mark);
        String query = mark < 0 ? "" : path.substring(mark + 1);
        if (!RequestTarget.isCleanPath(below) || !RequestTarget.isCleanQuery(query)) {
            throw Faults.misconfigured(
                    "拨测路径 probePath 无效：只能是基础地址之下、已编码的路径。",
                    "probePath is not usable: write an encoded path below baseUrl.");
        }
        String full = below.isEmpty() ? orRoot(base.path()) : base.path() + "/" + below;
        return query.isEmpty() ? full : full + "?" + query;
    }

    private static String orRoot(String path) {
        return path.isEmpty() ? "/" : path;
    }

    private static void requirePositive(String name, long value) throws ConnectorFault {
        if (value < 1) {
            throw Faults.misconfigured(name + " 必须大于 0。", name + " must be greater than 0.");
        }
    }
}
