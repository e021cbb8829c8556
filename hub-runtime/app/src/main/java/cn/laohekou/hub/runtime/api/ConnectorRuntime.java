package cn.laohekou.hub.runtime.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What runs on this node, as far as the management API shows it. */
public interface ConnectorRuntime {

    /**
     * How one connector stands: node, desired and running revision, state, last error, since.
     *
     * @param connector its name
     * @return empty when this node does not know it
     */
    Optional<ObjectNode> status(String connector);

    /** How all connectors stand. */
    List<ObjectNode> statuses();

    /** Starts a connector again from nothing. */
    void restart(String connector);

    /** Name of this node. */
    String node();

    /** Whether what runs agrees with what is desired. */
    boolean inStep();
}
