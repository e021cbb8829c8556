package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.connector.api.FolderGuard;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.api.RequestSigning;
import cn.laohekou.hub.connector.table.HubTableComponent;
import cn.laohekou.hub.routes.ConnectorInstance;
import cn.laohekou.hub.routes.ConnectorRouteException;
import cn.laohekou.hub.routes.ConnectorRoutes;
import cn.laohekou.hub.routes.ProbeResult;
import cn.laohekou.hub.routes.ProbeRunner;
import cn.laohekou.hub.runtime.exchange.ConnectorLegs;
import cn.laohekou.hub.runtime.exchange.GateFactory;
import cn.laohekou.hub.runtime.outgoing.OutgoingSigning;
import cn.laohekou.hub.runtime.plugin.EnabledPlugins;
import cn.laohekou.hub.runtime.problem.Text;
import cn.laohekou.hub.runtime.reconcile.ConnectorStatus;
import cn.laohekou.hub.runtime.reconcile.Reconciler;
import cn.laohekou.hub.runtime.registry.DesiredConnector;
import cn.laohekou.hub.runtime.registry.Prober;
import cn.laohekou.hub.runtime.registry.Registry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The connectors of this node and the reconciler that keeps them in step; empty until {@link #start}. */
@ApplicationScoped
public class Connectors implements Prober {

    private final CamelContext camel;
    private final OutgoingGuard guard;
    private final FolderGuard folders;
    private final OutgoingPolicies outgoing;
    private final EnabledPlugins plugins;
    private final Registry registry;
    private final Vertx vertx;
    private final ExecutorService blocking;
    private final Clock clock;
    private final HubConfig config;
    private volatile @Nullable Running running;

    private record Running(ConnectorLegs legs, Reconciler reconciler, ProbeRunner probes) {}

    Connectors(
            CamelContext camel,
            OutgoingGuard guard,
            FolderGuard folders,
            OutgoingPolicies outgoing,
            EnabledPlugins plugins,
            Registry registry,
            Vertx vertx,
            ExecutorService blocking,
            Clock clock,
            HubConfig config) {
        this.camel = camel;
        this.guard = guard;
        this.folders = folders;
        this.outgoing = outgoing;
        this.plugins = plugins;
        this.registry = registry;
        this.vertx = vertx;
        this.blocking = blocking;
        this.clock = clock;
        this.config = config;
    }

    /** Loads the route templates and begins to reconcile. */
    ConnectorLegs start() throws ConnectorRouteException {
        camel.getRegistry().bind(OutgoingGuard.BEAN, OutgoingGuard.class, guard);
        camel.getRegistry().bind(FolderGuard.BEAN, FolderGuard.class, folders);
        camel.getRegistry().bind(RequestSigning.BEAN, RequestSigning.class, new OutgoingSigning(clock));
        camel.getRegistry()
                .bind(HubTableComponent.DRIVER_FOLDER, Path.class, config.home().resolve("drivers"));
        camel.getRegistry().bind("hubZone", ZoneId.class, config.zone());
        ConnectorRoutes routes = new ConnectorRoutes(camel);
        ConnectorLegs legs = GateFactory.legs(camel, routes, plugins::find, vertx);
        Reconciler reconciler =
                new Reconciler(legs, () -> registry.state().current().connectors(), config.node(), clock);
        running = new Running(legs, reconciler, new ProbeRunner(routes, blocking));
        reconciler.trigger();
        return legs;
    }

    /** Asks for a comparison of what is desired with what runs. */
    void trigger() {
        Running now = running;
        if (now != null) {
            now.reconciler().trigger();
        }
    }

    void stop() {
        Running now = running;
        if (now != null) {
            now.reconciler().close();
        }
    }

    /** Whether Camel runs and the last asking for a comparison has been answered. */
    public boolean inStep() {
        Running now = running;
        return now != null && camel.isStarted() && now.reconciler().inStep();
    }

    /** How all connectors stand on this node. */
    public List<ConnectorStatus> statuses() {
        Running now = running;
        return now == null ? List.of() : now.reconciler().statuses();
    }

    /** How one connector stands on this node. */
    public Optional<ConnectorStatus> status(String connector) {
        Running now = running;
        return now == null ? Optional.empty() : now.reconciler().status(connector);
    }

    /** Starts a connector again from nothing. */
    public void restart(String connector) {
        Running now = running;
        if (now != null) {
            now.reconciler().restart(connector);
        }
    }

    /** Probes a running connector; completes with a result in every case. */
    public Optional<CompletionStage<ProbeResult>> probeRunning(String connector) {
        return Optional.ofNullable(running).map(now -> now.probes().probe(connector));
    }

    @Override
    public Outcome probe(DesiredConnector candidate) {
        Running now = running;
        if (now == null) {
            return new Outcome(false, new Text("枢纽正在启动。", "The hub is still starting."));
        }
        Runnable probed = outgoing.probing(candidate.name(), candidate.department());
        try {
            ConnectorInstance instance = now.legs().instance(candidate);
            ProbeResult result =
                    now.probes().probeCandidate(instance).toCompletableFuture().join();
            return result.ok()
                    ? new Outcome(true, new Text("对方已应答。", "The counterpart answered."))
                    : new Outcome(false, new Text(result.message(), result.message()));
        } catch (Reconciler.CannotRun e) {
            String why = String.valueOf(e.getMessage());
            return new Outcome(false, new Text(why, why));
        } finally {
            probed.run();
        }
    }
}
