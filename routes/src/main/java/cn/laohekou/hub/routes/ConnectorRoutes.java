package cn.laohekou.hub.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * One Camel route per running connector: starts, replaces, pauses and removes them.
 *
 * <p>Thread-safe. Changes of one connector wait for each other; those of different connectors do not. All changing
 * methods block (removing waits for exchanges under way, {@link #DRAIN_MILLIS} at most) and must not be called on an
 * event loop; {@link #entry} never blocks.
 */
public final class ConnectorRoutes {

    /** How long a stopping route may finish what it began, milliseconds. */
    static final long DRAIN_MILLIS = 10_000;

    private final RouteStarter starter;
    private final Map<String, RunningRoute> running = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /**
     * Loads the pattern templates into a context. The context must be started, must hold the {@code OutgoingGuard} under
     * its name, and must be changed by no second instance of this class.
     *
     * @throws ConnectorRouteException when the templates cannot be loaded
     */
    public ConnectorRoutes(CamelContext context) throws ConnectorRouteException {
        this.starter = new RouteStarter(context);
    }

    /**
     * Starts a connector or replaces what runs for it: the new route runs before the old one is shut, and when the new
     * one cannot start, the old one goes on as if nothing had happened. What starts is never paused, whatever it replaces.
     *
     * @throws ConnectorRouteException when it cannot start; nothing of it is left behind
     */
    public void start(ConnectorInstance instance) throws ConnectorRouteException {
        synchronized (lock(instance.name())) {
            RunningRoute started = starter.start(instance);
            RunningRoute old = running.put(instance.name(), started);
            if (old != null) {
                starter.remove(old);
            }
        }
    }

    /** Removes a connector's routes, those of its Kamelets included, and its settings. Unknown names are ignored. */
    public void stop(String connector) {
        synchronized (lock(connector)) {
            RunningRoute old = running.remove(connector);
            if (old != null) {
                starter.remove(old);
            }
        }
    }

    /** Pauses a connector: {@link #entry} is empty until {@link #resume}; exchanges under way finish. */
    public void suspend(String connector) throws ConnectorRouteException {
        synchronized (lock(connector)) {
            RunningRoute route = running.get(connector);
            if (route != null) {
                starter.suspend(route);
            }
        }
    }

    /** Ends a pause. */
    public void resume(String connector) throws ConnectorRouteException {
        synchronized (lock(connector)) {
            RunningRoute route = running.get(connector);
            if (route != null) {
                starter.resume(route);
            }
        }
    }

    /**
     * The running route's own asynchronous processor. Enter it with an exchange and a callback; it is told exactly once.
     * A route that stops between this call and the entering fails the exchange with a
     * {@link java.util.concurrent.RejectedExecutionException}, and nothing was sent.
     *
     * @return empty when the connector is unknown, stopped or paused
     */
    public Optional<AsyncProcessor> entry(String connector) {
        RunningRoute route = running.get(connector);
        return route == null ? Optional.empty() : route.entry();
    }

    /** What runs for a connector, empty when nothing does. */
    public Optional<ConnectorInstance> instance(String connector) {
        return Optional.ofNullable(running.get(connector)).map(RunningRoute::instance);
    }

    /** Ids of all routes of a connector: the entry route first, then those of its Kamelets. */
    public List<String> routeIds(String connector) {
        return RunningRoute.idsOf(running.get(connector));
    }

    /** Names of all connectors with a route, paused ones included. */
    public Set<String> connectors() {
        return new TreeSet<>(running.keySet());
    }

    /**
     * Starts a candidate beside whatever runs, for a probe. It is reachable by nobody else and must be given back to
     * {@link #discard}.
     */
    RunningRoute startCandidate(ConnectorInstance instance) throws ConnectorRouteException {
        return starter.start(instance);
    }

    void discard(@Nullable RunningRoute candidate) {
        if (candidate != null) {
            starter.remove(candidate);
        }
    }

    CamelContext context() {
        return starter.context();
    }

    private Object lock(String connector) {
        return locks.computeIfAbsent(connector, name -> new Object());
    }
}
