package cn.laohekou.hub.runtime.outgoing;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The security team's list as it stands now.
 *
 * @param departmentOf connector name to its department
 * @param allowed department to its entries
 * @param ownPorts ports the hub itself listens on, never reachable on this machine
 */
public record OutgoingPolicy(
        Map<String, String> departmentOf, Map<String, List<AllowedAddress>> allowed, Set<Integer> ownPorts) {

    /** Allows nothing. */
    public static final OutgoingPolicy NONE = new OutgoingPolicy(Map.of(), Map.of(), Set.of());

    public OutgoingPolicy {
        departmentOf = Map.copyOf(departmentOf);
        allowed = Map.copyOf(allowed);
        ownPorts = Set.copyOf(ownPorts);
    }

    /**
     * Whether a connector may connect.
     *
     * @param connector on whose behalf
     * @param address resolved address
     * @param port TCP port
     */
    boolean permits(String connector, InetAddress address, int port) {
        String department = departmentOf.get(connector);
        if (department == null || (isOfThisMachine(address) && ownPorts.contains(port))) {
            return false;
        }
        boolean special = isSpecial(address);
        return allowed.getOrDefault(department, List.of()).stream()
                .anyMatch(entry -> entry.covers(address, port) && (!special || entry.isSingle()));
    }

    private static boolean isOfThisMachine(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    /** Loopback, link-local (with it the clouds' metadata address 169.254.169.254), any-local, multicast. */
    private static boolean isSpecial(InetAddress address) {
        return isOfThisMachine(address) || address.isLinkLocalAddress() || address.isMulticastAddress();
    }
}
