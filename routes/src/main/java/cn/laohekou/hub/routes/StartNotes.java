package cn.laohekou.hub.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * Notes what Camel adds on the calling thread. Starting a route template starts the routes of the Kamelets in it as well,
 * and Camel removes neither those with the outer route nor the endpoints of a route that never started: whoever began it
 * must remember them.
 */
final class StartNotes extends LifecycleStrategySupport {

    private static final ThreadLocal<@Nullable Noted> NOTING = new ThreadLocal<>();

    /** What was added between {@link #begin} and {@link #end}. */
    record Noted(List<String> routes, List<Endpoint> endpoints) {}

    /** Begins a note for this thread. */
    void begin() {
        NOTING.set(new Noted(new ArrayList<>(), new ArrayList<>()));
    }

    /** Ends it; empty when none was begun. */
    Noted end() {
        Noted noted = NOTING.get();
        NOTING.remove();
        return noted == null ? new Noted(List.of(), List.of()) : noted;
    }

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        Noted noted = NOTING.get();
        if (noted != null) {
            routes.forEach(route -> noted.routes.add(route.getId()));
        }
    }

    @Override
    public void onEndpointAdd(Endpoint endpoint) {
        Noted noted = NOTING.get();
        if (noted != null) {
            noted.endpoints.add(endpoint);
        }
    }
}
