package cn.laohekou.hub.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * Notes which routes Camel adds on the calling thread. Starting a route template starts the routes of the Kamelets in it
 * as well, and Camel does not remove those when it removes the outer route: whoever started them must remember them.
 */
final class ChildRoutes extends LifecycleStrategySupport {

    private final ThreadLocal<@Nullable List<String>> noting = new ThreadLocal<>();

    /** Starts a note for this thread. */
    void begin() {
        noting.set(new ArrayList<>());
    }

    /** The ids noted since {@link #begin}. */
    List<String> end() {
        List<String> ids = noting.get();
        noting.remove();
        return ids == null ? List.of() : List.copyOf(ids);
    }

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        List<String> ids = noting.get();
        if (ids != null) {
            routes.forEach(route -> ids.add(route.getId()));
        }
    }
}
