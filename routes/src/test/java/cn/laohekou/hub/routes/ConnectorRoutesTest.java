package cn.laohekou.hub.routes;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectorRoutesTest {

    @RegisterExtension
    static final WireMockExtension COUNTERPART = WireMockExtension.newInstance().build();

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Plugin rest = PluginCatalogue.ofRelease().find("rest").orElseThrow();
    private ConnectorRoutes routes;

    @BeforeEach
    void startCamel() throws Exception {
        OutgoingGuard guard =
                (connector, host, port) -> CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
        context.getRegistry().bind(OutgoingGuard.BEAN, guard);
        context.start();
        routes = new ConnectorRoutes(context);
    }

    @AfterEach
    void stopCamel() throws Exception {
        context.close();
    }

    @Test
    void aStartedConnectorAnswersThroughItsRoute() throws Exception {
        COUNTERPART.stubFor(get(urlEqualTo("/v1/villages?town=1")).willReturn(okJson("{\"a\":1}")));
        routes.start(new ConnectorInstance(
                "civil-affairs", 1, rest, Map.of("baseUrl", COUNTERPART.baseUrl() + "/v1", "headers", Map.of("X-A", "{{env:PATH}}"))));
        AsyncProcessor entry = routes.entry("civil-affairs").orElseThrow();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.setProperty(ExchangeKeys.METHOD, "GET");
        exchange.setProperty(ExchangeKeys.PATH, "villages");
        exchange.setProperty(ExchangeKeys.QUERY, "town=1");
        exchange.setProperty(ExchangeKeys.ANSWER_SINK, (cn.laohekou.hub.connector.api.AnswerSink) answer::write);
        entry.processAsync(exchange).get(10, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isNull();
        assertThat(answer).hasToString("{\"a\":1}");
        COUNTERPART.verify(getRequestedFor(urlEqualTo("/v1/villages?town=1")).withHeader("X-A", equalTo("{{env:PATH}}")));
        System.out.println(routes.routeIds("civil-affairs") + " " + context.getEndpoints());
        routes.stop("civil-affairs");
        System.out.println(context.getRoutes() + " " + context.getRouteDefinitions() + context.getEndpoints());
    }
}
