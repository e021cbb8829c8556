package cn.laohekou.hub.routes;

import java.util.List;
import java.util.Optional;
import org.apache.camel.AsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * One started instance of a connector.
 *
 * @param id unique name; also the id of its entry route
 * @param instance what was started
 * @param settings its values in the registry
 * @param routeIds entry route first, then the routes of the Kamelets nested in it
 * @param door the way in
 */
record RunningRoute(
        String id, ConnectorInstance instance, LiteralSettings settings, List<String> routeIds, EntryDoor door) {

    Optional<AsyncProcessor> entry() {
        return door.entry();
    }

    static List<String> idsOf(@Nullable RunningRoute running) {
        return running == null ? List.of() : running.routeIds();
    }
}
