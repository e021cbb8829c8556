package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.routes.ConnectorInstance;
import cn.laohekou.hub.routes.ConnectorRouteException;
import cn.laohekou.hub.routes.ConnectorRoutes;
import cn.laohekou.hub.runtime.reconcile.Reconciler.CannotRun;
import cn.laohekou.hub.runtime.reconcile.Reconciler.Routes;
import cn.laohekou.hub.runtime.registry.DesiredConnector;
import cn.laohekou.hub.security.crypto.SecretValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The connectors of this node: a Camel route each, behind its bounds. Started and stopped by the reconciler only. */
public final class ConnectorLegs implements Routes, Legs {

    private final CamelContext camel;
    private final ConnectorRoutes routes;
    private final Function<String, Optional<Plugin>> enabledPlugin;
    private final ConnectorLeg.Timer timer;
    private final Map<String, Way> ways = new ConcurrentHashMap<>();

    /**
     * @param camel the context the routes run in
     * @param routes starts and stops them
     * @param enabledPlugin finds a plugin the security administrator enabled
     * @param timer runs time-outs
     */
    ConnectorLegs(
            CamelContext camel,
            ConnectorRoutes routes,
            Function<String, Optional<Plugin>> enabledPlugin,
            ConnectorLeg.Timer timer) {
        this.camel = camel;
        this.routes = routes;
        this.enabledPlugin = enabledPlugin;
        this.timer = timer;
    }

    @Override
    public @Nullable Way way(String connector) {
        return ways.get(connector);
    }

    /** The way into a connector's route for work of its own kind; empty when it does not run or is paused. */
    public Optional<AsyncProcessor> entry(String connector) {
        return routes.entry(connector);
    }

    /** Revision of a connector that runs; 0 when it does not. */
    public int revision(String connector) {
        Way running = ways.get(connector);
        return running == null ? 0 : running.revision();
    }

    @Override
    public void start(DesiredConnector desired) throws CannotRun {
        try {
            routes.start(instance(desired));
        } catch (ConnectorRouteException e) {
            throw new CannotRun(String.valueOf(e.getMessage()));
        }
        String name = desired.name();
        ConnectorLeg leg =
                new ConnectorLeg(name, desired.limits(), new CamelRoute(camel, name, () -> routes.entry(name)), timer);
        ways.put(name, new Way(leg, desired.revision()));
    }

    /**
     * A desired connector with its plugin and its secrets opened.
     *
     * @throws CannotRun when the plugin is not enabled or a secret does not open
     */
    public ConnectorInstance instance(DesiredConnector desired) throws CannotRun {
        Plugin plugin = enabledPlugin
                .apply(desired.plugin())
                .orElseThrow(() -> new CannotRun("plugin " + desired.plugin() + " is not enabled"));
        Map<String, Object> settings = new HashMap<>();
        desired.settings().get().forEach((name, value) -> settings.put(name, opened(value)));
        return new ConnectorInstance(desired.name(), desired.revision(), plugin, settings);
    }

    private static Object opened(Object value) {
        return value instanceof SecretValue secret ? secret.reveal().toCharArray() : value;
    }

    @Override
    public void suspend(String connector) throws CannotRun {
        try {
            routes.suspend(connector);
        } catch (ConnectorRouteException e) {
            throw new CannotRun(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void resume(String connector) throws CannotRun {
        try {
            routes.resume(connector);
        } catch (ConnectorRouteException e) {
            throw new CannotRun(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void stop(String connector) {
        ways.remove(connector);
        routes.stop(connector);
    }

    @Override
    public Set<String> connectors() {
        return routes.connectors();
    }
}
