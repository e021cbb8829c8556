package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Delivery;
import cn.laohekou.hub.security.policy.DeliveryConditions;
import cn.laohekou.hub.security.policy.ExchangePattern;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A grant on messages: what it receives lies in a queue of its own.
 *
 * @param grant the grant's id, and the subscription's name
 * @param system the subscriber
 * @param department its department, unified social credit code
 * @param resource resource name
 * @param delivery where and how
 * @param open whether new messages are meant for it: not once it is revoked
 */
record Subscription(String grant, String system, String department, String resource, Delivery delivery, boolean open) {

    private static final String PREFIX = "hub.event.";

    /** The subscription a grant is; null when it is none, or its resource is paused. */
    static @Nullable Subscription of(PolicySnapshot policy, CompiledGrant compiled) {
        Grant grant = compiled.grant();
        var resource = policy.resource(grant.resource());
        ConsumerSystem system = policy.system(grant.system());
        Delivery delivery = compiled.obligation(DeliveryConditions.DELIVERY, Delivery.class);
        if (resource == null
                || system == null
                || delivery == null
                || resource.resource().shape().pattern() != ExchangePattern.EVENT
                || !grant.operations().contains(ExchangeShape.Event.MESSAGES)) {
            return null;
        }
        return new Subscription(
                grant.id(),
                grant.system(),
                system.department(),
                grant.resource(),
                delivery,
                grant.state() != Grant.State.REVOKED);
    }

    /** Address of a resource's messages in the broker. */
    static String address(String resource) {
        return PREFIX + resource;
    }

    /** Name of the subscription's queue. */
    String queue() {
        return PREFIX + resource + "." + grant;
    }

    /** Property of a message that is meant for the subscription: names have no underscore of their own. */
    String property() {
        return "to_" + grant.replace('-', '_');
    }
}
