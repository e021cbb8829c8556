package cn.laohekou.hub.runtime.health;

import cn.laohekou.hub.runtime.reconcile.ConnectorStatus;
import cn.laohekou.hub.runtime.wiring.Connectors;
import cn.laohekou.hub.runtime.wiring.HubConfig;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the page at {@code /} shows to anybody: whether the hub's parts run and how many connectors stand how. No names:
 * who has which connector is for people who log in.
 */
@ApplicationScoped
class StatusPage {

    private final HubHealth health;
    private final BrokerState broker;
    private final Connectors connectors;
    private final HubConfig config;
    private final String version;

    StatusPage(
            HubHealth health,
            BrokerState broker,
            Connectors connectors,
            HubConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.health = health;
        this.broker = broker;
        this.connectors = connectors;
        this.config = config;
        this.version = version;
    }

    void register(@Observes Router router) {
        router.get("/status.json").blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext routing) {
        JsonObject counts = new JsonObject();
        for (ConnectorStatus status : connectors.statuses()) {
            String state = status.state().name().toLowerCase(Locale.ROOT);
            counts.put(state, counts.getInteger(state, 0) + 1);
        }
        JsonObject parts = new JsonObject()
                .put("camel", health.camelRuns())
                .put("broker", broker.active())
                .put("evidence", health.durable())
                .put("reconciler", connectors.inStep());
        routing.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject()
                        .put("version", version)
                        .put("node", config.node())
                        .put("sandbox", config.sandbox())
                        .put("parts", parts)
                        .put("connectors", counts)
                        .toBuffer());
    }
}
