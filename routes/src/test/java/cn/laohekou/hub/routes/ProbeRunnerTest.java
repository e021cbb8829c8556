package cn.laohekou.hub.routes;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbeRunnerTest {

    private RoutesFixture hub;
    private ProbeRunner probes;

    @BeforeEach
    void start() throws Exception {
        hub = new RoutesFixture();
        probes = new ProbeRunner(hub.routes, ForkJoinPool.commonPool());
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void aProbeTellsThatTheCounterpartAnswersAndHowFast() throws Exception {
        hub.counterpart.stubFor(get("/v1/health").willReturn(ok()));
        hub.routes.start(hub.rest("civil-affairs", 1, "probePath", "health"));
        ProbeResult result = done(probes.probe("civil-affairs"));

        assertThat(result.ok()).isTrue();
        assertThat(result.latencyNanos()).isPositive();
        assertThat(result.code()).isEmpty();
    }

    @Test
    void aFailedProbeSaysWhy() throws Exception {
        hub.counterpart.stubFor(get("/v1/health").willReturn(serverError()));
        hub.routes.start(hub.rest("civil-affairs", 1, "probePath", "health"));
        ProbeResult result = done(probes.probe("civil-affairs"));

        assertThat(result.ok()).isFalse();
        assertThat(result.code()).contains(FaultCode.COUNTERPART_FAILED);
        assertThat(result.message()).contains("500");
    }

    @Test
    void aConnectorThatIsNotRunningIsNotProbed() throws Exception {
        ProbeResult result = done(probes.probe("civil-affairs"));

        assertThat(result.ok()).isFalse();
        assertThat(result.message()).isNotBlank();
        assertThat(hub.counterpart.getAllServeEvents()).isEmpty();
    }

    @Test
    void aCandidateIsProbedBesideTheRunningRevisionAndTakenAway() throws Exception {
        hub.counterpart.stubFor(get("/v2/health").willReturn(ok()));
        hub.routes.start(hub.rest("civil-affairs", 1));
        String before = hub.traces();
        ProbeResult result = done(probes.probeCandidate(
                hub.rest("civil-affairs", 2, "baseUrl", hub.counterpart.baseUrl() + "/v2", "probePath", "health")));

        assertThat(result.ok()).isTrue();
        assertThat(hub.traces()).isEqualTo(before);
        assertThat(hub.routes.instance("civil-affairs").orElseThrow().revision())
                .isEqualTo(1);
    }

    @Test
    void aCandidateThatCannotStartIsAFailedProbe() throws Exception {
        ProbeResult result = done(probes.probeCandidate(hub.rest("civil-affairs", 1, "baseUrl", "nowhere")));

        assertThat(result.ok()).isFalse();
        assertThat(result.code()).contains(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(result.message()).contains("baseUrl").doesNotContain("nowhere");
    }

    private static ProbeResult done(CompletionStage<ProbeResult> probe) throws Exception {
        return probe.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
