package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.catalogue.Plugin;
import java.util.Map;

/**
 * What is to run for one connector.
 *
 * @param name the connector's hub name, {@code [a-z][a-z0-9-]{2,62}}
 * @param revision number of the approved revision
 * @param plugin the very plugin the security administrator enabled (its hash is part of it)
 * @param settings validated settings by name: {@link String}, {@code char[]} (secrets), {@link Number},
 *     {@link Boolean}, {@link Map} or {@link java.util.List}; secrets in the clear; taken literally whatever they hold
 */
public record ConnectorInstance(String name, int revision, Plugin plugin, Map<String, Object> settings) {

    /** Copies the map; its values are taken as they are when the route starts. */
    public ConnectorInstance {
        settings = Map.copyOf(settings);
    }

    /** Without the settings: they hold secrets. */
    @Override
    public String toString() {
        return "ConnectorInstance[" + name + " revision " + revision + " on " + plugin.name() + "]";
    }
}
