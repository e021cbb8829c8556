package cn.laohekou.hub.runtime.health;

import cn.laohekou.hub.runtime.wiring.Connectors;
import cn.laohekou.hub.security.evidence.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * The hub's own health. Counterparts are no part of it: a department that is down makes its connector fail, not the hub.
 */
@ApplicationScoped
class HubHealth {

    private static final long LEDGER_SECONDS = 2;

    private final CamelContext camel;
    private final Ledger ledger;
    private final Connectors connectors;
    private final BrokerState broker;

    HubHealth(CamelContext camel, Ledger ledger, Connectors connectors, BrokerState broker) {
        this.camel = camel;
        this.ledger = ledger;
        this.connectors = connectors;
        this.broker = broker;
    }

    /** Whether Camel runs. */
    boolean camelRuns() {
        return camel.isStarted();
    }

    @Produces
    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.up("hub");
    }

    @Produces
    @Readiness
    HealthCheck camelStarted() {
        return () -> HealthCheckResponse.named("camel").status(camelRuns()).build();
    }

    @Produces
    @Readiness
    HealthCheck brokerActive() {
        return () -> HealthCheckResponse.named("broker").status(broker.active()).build();
    }

    @Produces
    @Readiness
    HealthCheck evidenceDurable() {
        return () -> {
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("evidence").status(durable());
            String why = ledger.whyDown();
            return (why == null ? answer : answer.withData("reason", why)).build();
        };
    }

    @Produces
    @Readiness
    HealthCheck reconcilerInStep() {
        return () -> HealthCheckResponse.named("reconciler")
                .status(connectors.inStep())
                .build();
    }

    /** Whether evidence can be made durable just now. */
    boolean durable() {
        try {
            return ledger.ready().toCompletableFuture().get(LEDGER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
