package cn.laohekou.hub.runtime.exchange;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Takes governed queries off the HTTP server, on the event loop that received them. */
@ApplicationScoped
class ExchangeEntry {

    private final Gate gate;

    ExchangeEntry(DataPlane plane) {
        this.gate = plane.gate();
    }

    void register(@Observes Router router) {
        router.route(Target.PREFIX + "*").order(Integer.MIN_VALUE).handler(this::accept);
    }

    private void accept(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        request.pause();
        Context context = Vertx.currentContext();
        new QueryExchange(gate, context, request).start();
    }
}
