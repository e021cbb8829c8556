package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.signature.Credentials;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Snapshots for tests that bring their own policy. */
public final class SnapshotOf {

    private SnapshotOf() {}

    /** A snapshot in which these connectors are active. */
    public static Snapshot policy(PolicySnapshot policy, Set<String> active) {
        return new Snapshot(1, policy, List.of(), Map.of(), active, Names.NONE, Credentials.NONE, Map.of(), Map.of());
    }
}
