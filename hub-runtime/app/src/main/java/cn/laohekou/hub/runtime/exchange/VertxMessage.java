package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.signature.HttpMessage;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;

/** A request as signatures see it. */
final class VertxMessage implements HttpMessage {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final HttpServerRequest request;

    VertxMessage(HttpServerRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String authority() {
        HostAndPort authority = request.authority();
        if (authority == null) {
            return "";
        }
        String host = authority.host().toLowerCase(Locale.ROOT);
        int port = authority.port();
        return port <= 0 || port == (request.isSSL() ? HTTPS_PORT : HTTP_PORT) ? host : host + ":" + port;
    }

    @Override
    public String path() {
        String uri = request.uri();
        int question = uri.indexOf('?');
        return question < 0 ? uri : uri.substring(0, question);
    }

    @Override
    public String query() {
        String uri = request.uri();
        int question = uri.indexOf('?');
        return question < 0 ? "?" : uri.substring(question);
    }

    @Override
    public int status() {
        return 0;
    }

    @Override
    public List<String> field(String name) {
        return request.headers().getAll(name);
    }
}
