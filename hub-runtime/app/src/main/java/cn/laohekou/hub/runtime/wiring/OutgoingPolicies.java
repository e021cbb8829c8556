package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.outgoing.OutgoingPolicy;
import cn.laohekou.hub.runtime.registry.DesiredConnector;
import cn.laohekou.hub.runtime.registry.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the outgoing policy in step with the registry's snapshot, and knows connectors under probe. Thread-safe. */
final class OutgoingPolicies {

    private final Map<String, List<String>> candidates = new HashMap<>();
    private final Set<Integer> ownPorts = ConcurrentHashMap.newKeySet();
    private volatile Snapshot snapshot;
    private volatile OutgoingPolicy current = OutgoingPolicy.NONE;

    OutgoingPolicies(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    OutgoingPolicy current() {
        return current;
    }

    /** Takes over a new snapshot. */
    void published(Snapshot next) {
        snapshot = next;
        rebuild();
    }

    /** A port the hub listens on, never reachable for a connector. */
    void ownPort(int port) {
        ownPorts.add(port);
        rebuild();
    }

    /**
     * A connector that does not run yet may be probed under its department's list.
     *
     * @return to be run when the probe has ended
     */
    synchronized Runnable probing(String connector, String department) {
        candidates.computeIfAbsent(connector, name -> new ArrayList<>()).add(department);
        rebuild();
        return () -> probed(connector, department);
    }

    private synchronized void probed(String connector, String department) {
        candidates.computeIfPresent(connector, (name, underWay) -> {
            underWay.remove(department);
            return underWay.isEmpty() ? null : underWay;
        });
        rebuild();
    }

    private synchronized void rebuild() {
        Map<String, String> departments = new HashMap<>();
        candidates.forEach((connector, underWay) -> departments.put(connector, underWay.get(0)));
        for (DesiredConnector connector : snapshot.connectors()) {
            departments.put(connector.name(), connector.department());
        }
        current = new OutgoingPolicy(departments, snapshot.outgoing(), ownPorts);
    }
}
