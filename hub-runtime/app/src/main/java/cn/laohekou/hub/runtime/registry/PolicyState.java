package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.signature.Credentials;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The snapshot in force on this node. Reading it is one volatile read. Before the first {@link #reload} it permits
 * nothing.
 */
public final class PolicyState {

    private final SnapshotSource source;
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot current;

    /**
     * @param source where snapshots are read from
     * @param zone the hub's zone
     */
    PolicyState(SnapshotSource source, ZoneId zone) {
        this.source = source;
        this.current = new Snapshot(
                0, PolicySnapshot.empty(zone), List.of(), Map.of(), Names.NONE, Credentials.NONE, Map.of(), Map.of());
    }

    /** The snapshot in force. */
    public Snapshot current() {
        return current;
    }

    /** Calls a listener after every new snapshot, on the thread that read it; it must not block for long. */
    public void addListener(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }

    /**
     * Reads the registry and publishes what is approved. When it returns, {@link #current} shows every change committed
     * before the call.
     *
     * @throws SQLException when the registry cannot be read; the former snapshot stays in force
     */
    public synchronized void reload() throws SQLException {
        Snapshot next = source.load();
        current = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    /**
     * Reloads when another node changed something.
     *
     * @return whether there was something new
     */
    public synchronized boolean reloadIfChanged() throws SQLException {
        if (source.changeNumber() == current.changeNumber()) {
            return false;
        }
        reload();
        return true;
    }
}
