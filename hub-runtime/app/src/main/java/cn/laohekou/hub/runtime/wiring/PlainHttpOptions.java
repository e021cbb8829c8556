package cn.laohekou.hub.runtime.wiring;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Without TLS there is HTTP/1.1 only: no upgrade in the middle of a connection that a gateway took for something else. */
@ApplicationScoped
class PlainHttpOptions implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
