package cn.laohekou.hub.runtime.exchange;

import org.jspecify.annotations.Nullable;

/** The connectors of this node, by name. Thread-safe. */
public interface Legs {

    /**
     * A way to a connector.
     *
     * @param leg the bounded way
     * @param revision revision of the connector that runs
     */
    record Way(ConnectorLeg leg, int revision) {}

    /** The way to a connector; null when the node does not run it. */
    @Nullable
    Way way(String connector);
}
