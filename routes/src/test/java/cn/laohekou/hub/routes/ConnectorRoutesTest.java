package cn.laohekou.hub.routes;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.laohekou.hub.connector.api.FaultCode;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorRoutesTest {

    private static final String NOTHING = "routes 0, definitions 0, endpoints 0, settings 0";

    private RoutesFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new RoutesFixture();
        hub.counterpart.stubFor(get(urlPathMatching("/.*")).willReturn(okJson("{}")));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void aStartedConnectorAnswersThroughItsRoute() throws Exception {
        hub.routes.start(hub.rest("civil-affairs", 1));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Exchange exchange = hub.exchange("GET", "villages", answer);
        RoutesFixture.run(hub.routes.entry("civil-affairs").orElseThrow(), exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(answer).hasToString("{}");
        assertThat(hub.routes.routeIds("civil-affairs")).hasSize(2);
        assertThat(hub.routes.connectors()).containsExactly("civil-affairs");
    }

    @Test
    void stoppingRemovesTheRoutesOfNestedKameletsAndEveryOtherTrace() throws Exception {
        hub.routes.start(hub.rest("civil-affairs", 1));
        hub.routes.start(hub.rest("public-security", 1));
        AsyncProcessor entry = hub.routes.entry("civil-affairs").orElseThrow();
        hub.routes.stop("civil-affairs");

        assertThat(hub.routes.entry("civil-affairs")).isEmpty();
        assertThat(hub.routes.routeIds("civil-affairs")).isEmpty();
        assertThat(hub.call("public-security", "a").getException()).isNull();
        Exchange late = hub.exchange("GET", "a", new ByteArrayOutputStream());
        RoutesFixture.run(entry, late);
        assertThat(late.getException()).isInstanceOf(RejectedExecutionException.class);

        hub.routes.stop("public-security");
        hub.routes.stop("never-started");
        assertThat(hub.traces()).isEqualTo(NOTHING);
    }

    @Test
    void aConnectorThatCannotStartLeavesNothingBehindAndDisturbsNobody() throws Exception {
        hub.routes.start(hub.rest("public-security", 1));
        String before = hub.traces();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> hub.routes.start(hub.rest("civil-affairs", 1, "baseUrl", "nowhere")))
                    .isInstanceOfSatisfying(
                            ConnectorRouteException.class,
                            e -> assertThat(e.code()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED))
                    .hasMessageContaining("baseUrl");
        }
        assertThat(hub.traces()).isEqualTo(before);
        assertThat(hub.routes.connectors()).containsExactly("public-security");
        assertThat(hub.call("public-security", "a").getException()).isNull();
    }

    @Test
    void aRevisionThatCannotStartLeavesTheOldOneRunning() throws Exception {
        hub.routes.start(hub.rest("civil-affairs", 1));
        assertThatThrownBy(() -> hub.routes.start(hub.rest("civil-affairs", 2, "authentication", "mtls")))
                .isInstanceOf(ConnectorRouteException.class);

        assertThat(hub.call("civil-affairs", "a").getException()).isNull();
        assertThat(hub.routes.instance("civil-affairs"))
                .hasValueSatisfying(running -> assertThat(running.revision()).isEqualTo(1));
    }

    @Test
    void aReplacedRevisionFinishesWhatItBeganAndTheNewOneTakesTheRest() throws Exception {
        hub.counterpart.stubFor(get("/v1/slow").willReturn(okJson("{}").withFixedDelay(800)));
        hub.routes.start(hub.rest("civil-affairs", 1));
        CompletableFuture<Exchange> slow = new CompletableFuture<>();
        Exchange begun = hub.exchange("GET", "slow", new ByteArrayOutputStream());
        hub.routes.entry("civil-affairs").orElseThrow().process(begun, doneSync -> slow.complete(begun));
        hub.routes.start(hub.rest("civil-affairs", 2, "baseUrl", hub.counterpart.baseUrl() + "/v2"));

        assertThat(slow.get(10, TimeUnit.SECONDS).getException()).isNull();
        hub.call("civil-affairs", "a");
        assertThat(hub.counterpart.getAllServeEvents())
                .anyMatch(event -> event.getRequest().getUrl().equals("/v2/a"));
        hub.routes.stop("civil-affairs");
        assertThat(hub.traces()).isEqualTo(NOTHING);
    }

    @Test
    void noCallFailsWhileRevisionsAreReplaced() throws Exception {
        hub.routes.start(hub.rest("civil-affairs", 1));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Exception> callers = CompletableFuture.supplyAsync(() -> {
            while (!stop.get()) {
                Exception failure = callOnce();
                if (failure != null) {
                    return failure;
                }
                calls.incrementAndGet();
            }
            return null;
        });
        for (int revision = 2; revision < 12; revision++) {
            int before = calls.get();
            hub.routes.start(hub.rest("civil-affairs", revision));
            await().until(() -> callers.isDone() || calls.get() > before + 5);
        }
        stop.set(true);

        assertThat(callers.get(20, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void aPausedConnectorLetsNobodyInUntilItIsResumed() throws Exception {
        hub.routes.start(hub.rest("civil-affairs", 1));
        AsyncProcessor entry = hub.routes.entry("civil-affairs").orElseThrow();
        String route = hub.routes.routeIds("civil-affairs").get(0);
        hub.routes.suspend("civil-affairs");
        hub.routes.suspend("civil-affairs");

        assertThat(hub.routes.entry("civil-affairs")).isEmpty();
        assertThat(hub.context.getRouteController().getRouteStatus(route)).isEqualTo(ServiceStatus.Suspended);
        Exchange refused = hub.exchange("GET", "a", new ByteArrayOutputStream());
        RoutesFixture.run(entry, refused);
        assertThat(refused.getException()).isInstanceOf(RejectedExecutionException.class);
        assertThat(hub.counterpart.getAllServeEvents()).isEmpty();

        hub.routes.resume("civil-affairs");
        assertThat(hub.call("civil-affairs", "a").getException()).isNull();
    }

    @Test
    void anUnknownOrMissingSettingStopsTheStart() {
        assertThatThrownBy(() -> hub.routes.start(hub.rest("civil-affairs", 1, "unknown", "x")))
                .hasMessageContaining("unknown");
        assertThatThrownBy(() ->
                        hub.routes.start(new ConnectorInstance("civil-affairs", 1, RoutesFixture.rest(), Map.of())))
                .hasMessageContaining("baseUrl");
        assertThat(hub.traces()).isEqualTo(NOTHING);
    }

    @Test
    void secretsAppearInNoUriOfTheContext() throws Exception {
        hub.routes.start(hub.rest(
                "civil-affairs", 1, "authentication", "basic", "username", "hub", "password", "s3cr3t".toCharArray()));

        assertThat(hub.context.getEndpoints())
                .noneMatch(endpoint -> endpoint.getEndpointUri().contains("s3cr3t")
                        || endpoint.getEndpointKey().contains("s3cr3t"));
        assertThat(hub.routes.instance("civil-affairs").orElseThrow().toString())
                .doesNotContain("s3cr3t");
    }

    private Exception callOnce() {
        try {
            return hub.call("civil-affairs", "a").getException();
        } catch (Exception e) {
            return e;
        }
    }
}
