package cn.laohekou.hub.runtime.policy;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.Resource;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells every consumer of a resource that has an announced end, by an alert of its department that is due at the end. Works
 * from the policy in force, so that no way of approving goes round it; raising is idempotent, so that every node may do it.
 */
public final class SunsetNotices {

    /** Kind of the alerts; the key is the grant's id. */
    public static final String KIND = "RESOURCE_SUNSET";

    private final Alerts alerts;
    private Map<String, Resource.Retirement> told = Map.of();

    /** @param alerts where consumers are told */
    public SunsetNotices(Alerts alerts) {
        this.alerts = alerts;
    }

    /** Raises what is new in a policy and clears what is no longer so. */
    public synchronized void published(PolicySnapshot policy) {
        Map<String, Resource.Retirement> ending = new HashMap<>();
        for (CompiledGrant compiled : policy.grants()) {
            Grant grant = compiled.grant();
            CompiledResource resource = policy.resource(grant.resource());
            Resource.Retirement end =
                    resource == null ? null : resource.resource().retirement();
            if (end != null && grant.state() != Grant.State.REVOKED) {
                ending.put(grant.id(), end);
                if (!end.equals(told.get(grant.id()))) {
                    tell(policy, grant, end);
                }
            }
        }
        told.keySet().stream().filter(id -> !ending.containsKey(id)).forEach(id -> alerts.clear(KIND, id));
        told = ending;
    }

    private void tell(PolicySnapshot policy, Grant grant, Resource.Retirement end) {
        ConsumerSystem system = policy.system(grant.system());
        String next = end.successor();
        alerts.raise(
                system == null ? null : system.department(),
                KIND,
                grant.id(),
                "数据资源 " + grant.resource() + " 将停用，授权 " + grant.id() + " 届时不再有效"
                        + (next == null ? "。" : "；请改用 " + next + " 并申请授权。"),
                "The resource " + grant.resource() + " comes to its end, and the grant " + grant.id() + " with it"
                        + (next == null ? "." : "; apply for a grant on " + next + " and move to it."),
                end.sunset());
    }
}
