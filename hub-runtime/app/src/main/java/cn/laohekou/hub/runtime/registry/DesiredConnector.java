package cn.laohekou.hub.runtime.registry;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A connector that should run, as its running revision states it.
 *
 * @param name hub name
 * @param department owner, unified social credit code
 * @param plugin plugin name
 * @param revision number of the revision
 * @param settings opens the settings: plain JSON values, and {@code SecretValue} for secrets; throws when a secret does
 *     not open under this hub's key
 * @param limits bounds
 * @param state {@code ACTIVE} or {@code PAUSED}; retired connectors are not desired at all
 */
public record DesiredConnector(
        String name,
        String department,
        String plugin,
        int revision,
        Supplier<Map<String, Object>> settings,
        Limits limits,
        ObjectState state) {

    /** Without settings. */
    @Override
    public String toString() {
        return "DesiredConnector[" + name + " " + plugin + " revision " + revision + " " + state + "]";
    }
}
