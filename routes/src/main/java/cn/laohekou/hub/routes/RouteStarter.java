package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.catalogue.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts instances into a Camel context and takes them out without a trace. */
final class RouteStarter {

    private static final Logger LOG = LoggerFactory.getLogger(RouteStarter.class);
    private static final String QUERY_TEMPLATE = "camel/templates/query.camel.yaml";

    /** After {@link ConnectorRoutes#DRAIN_MILLIS} nobody should be inside: Camel need not wait as long again. */
    private static final long STOP_SECONDS = 1;

    private final CamelContext context;
    private final ModelCamelContext model;
    private final StartNotes notes = new StartNotes();
    private final Map<String, Properties> kameletParameters = new ConcurrentHashMap<>();
    private final Map<String, Integer> templateUses = new HashMap<>();
    private final AtomicLong counter = new AtomicLong();

    RouteStarter(CamelContext context) throws ConnectorRouteException {
        this.context = context;
        this.model = (ModelCamelContext) context;
        context.addLifecycleStrategy(notes);
        KameletComponent kamelets = context.getComponent("kamelet", KameletComponent.class);
        if (kamelets.getRouteProperties() != null) {
            kameletParameters.putAll(kamelets.getRouteProperties());
        }
        kamelets.setRouteProperties(kameletParameters);
        // A Kamelet that is not there fails the exchange at once; waiting for it would block an event loop.
        kamelets.setBlock(false);
        load(QUERY_TEMPLATE, queryTemplate());
    }

    CamelContext context() {
        return context;
    }

    RunningRoute start(ConnectorInstance instance) throws ConnectorRouteException {
        Plugin plugin = instance.plugin();
        acquireTemplate(plugin);
        String id = instance.name() + "-r" + instance.revision() + "-" + counter.incrementAndGet();
        String leg = id + "-leg";
        LiteralSettings settings = LiteralSettings.bind(context.getRegistry(), id, instance);
        kameletParameters.put(leg, settings.parameters());
        notes.begin();
        try {
            model.addRouteFromTemplate(
                    id, "hub-query", Map.of("instance", id, "kamelet", plugin.templateId(), "leg", leg));
            List<String> routes = inOrder(id, leg, notes.end());
            Route entry = Objects.requireNonNull(context.getRoute(id), "route");
            DefaultConsumer consumer = (DefaultConsumer) entry.getConsumer();
            return new RunningRoute(id, instance, settings, routes, new EntryDoor(consumer.getAsyncProcessor()));
        } catch (Exception e) {
            StartNotes.Noted left = notes.end();
            removeAll(inOrder(id, leg, left));
            left.endpoints().forEach(this::removeEndpoint);
            kameletParameters.remove(leg);
            settings.unbind();
            releaseTemplate(plugin);
            throw failure(instance, e);
        }
    }

    void remove(RunningRoute route) {
        route.door().shut();
        awaitEmpty(route);
        removeAll(route.routeIds());
        kameletParameters.remove(route.id() + "-leg");
        route.settings().unbind();
        releaseTemplate(route.instance().plugin());
    }

    void suspend(RunningRoute route) throws ConnectorRouteException {
        route.door().shut();
        try {
            context.getRouteController().suspendRoute(route.id());
        } catch (Exception e) {
            throw failure(route.instance(), e);
        }
    }

    void resume(RunningRoute route) throws ConnectorRouteException {
        try {
            context.getRouteController().resumeRoute(route.id());
        } catch (Exception e) {
            throw failure(route.instance(), e);
        }
        route.door().reopen();
    }

    /** The entry route first: nobody may be let in while its Kamelets go. */
    private static List<String> inOrder(String id, String leg, StartNotes.Noted noted) {
        Set<String> ids = new LinkedHashSet<>(List.of(id, leg));
        ids.addAll(noted.routes());
        return List.copyOf(ids);
    }

    private void removeEndpoint(Endpoint endpoint) {
        try {
            context.removeEndpoint(endpoint);
        } catch (Exception e) {
            LOG.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Endpoint of a route that did not start could not be removed");
        }
    }

    private void awaitEmpty(RunningRoute route) {
        try {
            if (!route.door().awaitEmpty(ConnectorRoutes.DRAIN_MILLIS)) {
                LOG.atWarn()
                        .addKeyValue("connector", route.instance().name())
                        .log("Route stopped while exchanges were under way; they fail as counterpart down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeAll(List<String> ids) {
        for (String id : ids) {
            try {
                if (context.getRoute(id) != null) {
                    context.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
                    context.removeRoute(id);
                }
                RouteDefinition definition = model.getRouteDefinition(id);
                if (definition != null) {
                    model.removeRouteDefinitions(Collections.singletonList(definition));
                }
            } catch (Exception e) {
                LOG.atWarn()
                        .addKeyValue("route", id)
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("Route could not be removed");
            }
        }
    }

    private void acquireTemplate(Plugin plugin) throws ConnectorRouteException {
        synchronized (templateUses) {
            if (!templateUses.containsKey(plugin.templateId())) {
                load(plugin.templateId() + ".kamelet.yaml", plugin.loadableKamelet());
            }
            templateUses.merge(plugin.templateId(), 1, Integer::sum);
        }
    }

    /** The template of a plugin that no route uses any more goes: a file that was replaced leaves nothing behind. */
    private void releaseTemplate(Plugin plugin) {
        synchronized (templateUses) {
            Integer left = templateUses.computeIfPresent(
                    plugin.templateId(), (id, uses) -> uses == 1 ? null : Integer.valueOf(uses - 1));
            RouteTemplateDefinition template = model.getRouteTemplateDefinition(plugin.templateId());
            if (left != null || template == null) {
                return;
            }
            try {
                model.removeRouteTemplateDefinition(template);
            } catch (Exception e) {
                LOG.atWarn()
                        .addKeyValue("template", plugin.templateId())
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("Template could not be removed");
            }
        }
    }

    private void load(String name, String text) throws ConnectorRouteException {
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
        } catch (Exception e) {
            LOG.atDebug().setCause(e).addKeyValue("template", name).log("Template not loaded");
            throw new ConnectorRouteException(
                    FaultCode.CONNECTOR_MISCONFIGURED,
                    "路由模板 " + name + " 无法加载。Route template " + name + " could not be loaded.");
        }
    }

    private static String queryTemplate() throws ConnectorRouteException {
        try (InputStream in = RouteStarter.class.getClassLoader().getResourceAsStream(QUERY_TEMPLATE)) {
            return new String(Objects.requireNonNull(in, QUERY_TEMPLATE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConnectorRouteException(
                    FaultCode.CONNECTOR_MISCONFIGURED,
                    "缺少路由模板 " + QUERY_TEMPLATE + "。Route template " + QUERY_TEMPLATE + " is missing.");
        }
    }

    /** Only our own sentences get out: Camel's and Java's may quote a setting. */
    private static ConnectorRouteException failure(ConnectorInstance instance, Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof ConnectorFault)) {
            cause = cause.getCause();
        }
        if (cause instanceof ConnectorFault fault) {
            return new ConnectorRouteException(fault.code(), String.valueOf(fault.getMessage()));
        }
        LOG.atDebug().setCause(thrown).addKeyValue("connector", instance.name()).log("Route did not start");
        return new ConnectorRouteException(
                FaultCode.CONNECTOR_MISCONFIGURED,
                "连接器路由未能启动（" + cause.getClass().getSimpleName() + "），请核对设置与类型。The route did not start ("
                        + cause.getClass().getSimpleName() + "); check the settings and the plugin.");
    }
}
