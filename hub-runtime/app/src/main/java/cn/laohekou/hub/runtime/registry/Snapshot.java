package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.outgoing.AllowedAddress;
import cn.laohekou.hub.security.crypto.BodyKey;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.signature.Credentials;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything approved, as of one moment. Immutable; replaced whole.
 *
 * @param changeNumber number of the registry change it was read after
 * @param policy what decisions rest on
 * @param connectors connectors that should run or be paused
 * @param outgoing department to the addresses its connectors may reach
 * @param active names of the connectors that should run
 * @param names names of departments and purposes
 * @param credentials what systems prove themselves with when they bring no token
 * @param bodyKeys keys for encrypted bodies by system, newest first
 * @param clientEnds the realm's clients that are or will be replaced, and when each counts no more
 */
public record Snapshot(
        long changeNumber,
        PolicySnapshot policy,
        List<DesiredConnector> connectors,
        Map<String, List<AllowedAddress>> outgoing,
        Set<String> active,
        Names names,
        Credentials credentials,
        Map<String, List<BodyKey>> bodyKeys,
        Map<String, Instant> clientEnds) {

    public Snapshot {
        connectors = List.copyOf(connectors);
        outgoing = Map.copyOf(outgoing);
        active = Set.copyOf(active);
        bodyKeys = Map.copyOf(bodyKeys);
        clientEnds = Map.copyOf(clientEnds);
    }

    /** A snapshot whose active connectors are those not paused. */
    public Snapshot(
            long changeNumber,
            PolicySnapshot policy,
            List<DesiredConnector> connectors,
            Map<String, List<AllowedAddress>> outgoing,
            Names names,
            Credentials credentials,
            Map<String, List<BodyKey>> bodyKeys,
            Map<String, Instant> clientEnds) {
        this(
                changeNumber,
                policy,
                connectors,
                outgoing,
                connectors.stream()
                        .filter(connector -> connector.state() == ObjectState.ACTIVE)
                        .map(DesiredConnector::name)
                        .collect(Collectors.toSet()),
                names,
                credentials,
                bodyKeys,
                clientEnds);
    }

    /** Whether one of the realm's clients was replaced and counts no more at a moment. */
    public boolean clientEnded(String client, Instant now) {
        Instant end = clientEnds.isEmpty() ? null : clientEnds.get(client);
        return end != null && !now.isBefore(end);
    }

    /** Whether a connector is approved and neither paused nor retired. */
    public boolean isActive(String connector) {
        return active.contains(connector);
    }
}
