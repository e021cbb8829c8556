package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.api.RequestSigning;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** A running Camel context with connector routes and a stub counterpart on loopback. */
final class RoutesFixture {

    final WireMockServer counterpart = new WireMockServer(WireMockConfiguration.wireMockConfig()
            .dynamicPort()
            .bindAddress("127.0.0.1")
            .gzipDisabled(true));
    final DefaultCamelContext context = new DefaultCamelContext();
    final ConnectorRoutes routes;

    RoutesFixture() throws Exception {
        counterpart.start();
        OutgoingGuard guard =
                (connector, host, port) -> CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
        context.getRegistry().bind(OutgoingGuard.BEAN, guard);
        // Says what it was asked to sign; the real one and its vectors are tested where it lives.
        RequestSigning signing = settings -> request -> Map.of(
                "Signature",
                settings.mechanism() + " " + settings.algorithm() + " " + request.method() + " " + request.target()
                        + " " + (request.body() == null ? 0 : request.body().length) + " bytes");
        context.getRegistry().bind(RequestSigning.BEAN, signing);
        context.start();
        routes = new ConnectorRoutes(context);
    }

    static Plugin rest() {
        return PluginCatalogue.ofRelease().find("rest").orElseThrow();
    }

    /** A connector on the rest plugin, aimed at the stub. */
    ConnectorInstance rest(String name, int revision, Object... more) {
        Map<String, Object> settings = new HashMap<>(Map.of("baseUrl", counterpart.baseUrl() + "/v1"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return new ConnectorInstance(name, revision, rest(), settings);
    }

    Exchange exchange(String method, String path, ByteArrayOutputStream answer) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.setProperty(ExchangeKeys.METHOD, method);
        exchange.setProperty(ExchangeKeys.PATH, path);
        exchange.setProperty(ExchangeKeys.QUERY, "");
        exchange.setProperty(ExchangeKeys.ANSWER_SINK, (AnswerSink) answer::write);
        return exchange;
    }

    /** Calls a running connector and waits for the end. */
    Exchange call(String connector, String path) throws Exception {
        Exchange exchange = exchange("GET", path, new ByteArrayOutputStream());
        run(routes.entry(connector).orElseThrow(), exchange);
        return exchange;
    }

    static void run(AsyncProcessor entry, Exchange exchange) throws Exception {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        entry.process(exchange, doneSync -> done.complete(exchange));
        done.get(20, TimeUnit.SECONDS);
    }

    /** Everything a connector leaves in the context while it runs. */
    String traces() {
        return "routes " + context.getRoutes().size() + ", definitions "
                + context.getRouteDefinitions().size() + ", endpoints "
                + context.getEndpoints().size() + ", settings "
                + context.getRegistry().findByTypeWithName(Object.class).keySet().stream()
                        .filter(name -> name.startsWith("hub-setting-"))
                        .count();
    }

    void close() throws Exception {
        context.close();
        counterpart.stop();
    }
}
