package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Delivery;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.PolicySnapshot;

/**
 * A decision that rows may go to a consumer, and what it rests on.
 *
 * @param policy snapshot it was taken under
 * @param resource the resource
 * @param shape its shape
 * @param grant the grant
 * @param delivery where the rows go
 * @param consumer the consumer system
 * @param purpose purpose that was stated
 */
public record Permit(
        PolicySnapshot policy,
        CompiledResource resource,
        ExchangeShape.Table shape,
        CompiledGrant grant,
        Delivery delivery,
        ConsumerSystem consumer,
        String purpose) {

    /** Whether rows go in exactly the same form under another decision. */
    boolean sameAs(Permit other) {
        return resource.resource().equals(other.resource.resource())
                && grant.grant().equals(other.grant.grant())
                && purpose.equals(other.purpose);
    }

    /** Connector of the source. */
    public String source() {
        return resource.resource().connector();
    }

    /** Connector of the target. */
    public String target() {
        return delivery.connector();
    }
}
