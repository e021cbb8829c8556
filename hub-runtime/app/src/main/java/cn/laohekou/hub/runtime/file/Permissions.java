package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Decision;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.policy.Delivery;
import cn.laohekou.hub.security.policy.DeliveryConditions;
import cn.laohekou.hub.security.policy.ExchangePattern;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.PolicyEngine;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides about files that the hub delivers by itself, under the very grant that states the delivery. */
final class Permissions {

    private Permissions() {}

    /**
     * What a grant permits now.
     *
     * @param policy snapshot the decision rests on
     * @param resource the resource
     * @param grant the grant
     * @param department department of the consumer
     * @param delivery where files go
     * @param shape how they are exchanged
     * @param purpose the purpose stated
     */
    record Granted(
            PolicySnapshot policy,
            CompiledResource resource,
            CompiledGrant grant,
            String department,
            Delivery delivery,
            ExchangeShape.File shape,
            String purpose) {

        /** Whether a later decision permits exactly the same. */
        boolean sameAs(Granted later) {
            return resource.resource().equals(later.resource().resource())
                    && grant.grant().equals(later.grant().grant())
                    && department.equals(later.department());
        }

        /** Name of the source's connector. */
        String source() {
            return resource.resource().connector();
        }

        /** Path of a file of the resource. */
        String path(String name) {
            return shape.folder().isEmpty() ? name : shape.folder() + "/" + name;
        }
    }

    /** All that is permitted now, in the order of the grants. */
    static List<Granted> all(PolicySnapshot policy, Instant now) {
        return policy.grants(ExchangePattern.FILE).stream()
                .map(grant -> of(policy, grant.grant().id(), now))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What one grant permits now; empty when nothing. */
    static Optional<Granted> of(PolicySnapshot policy, String grantId, Instant now) {
        return policy.grants(ExchangePattern.FILE).stream()
                .filter(grant -> grant.grant().id().equals(grantId))
                .findFirst()
                .flatMap(grant -> decide(policy, grant, now));
    }

    private static Optional<Granted> decide(PolicySnapshot policy, CompiledGrant grant, Instant now) {
        CompiledResource resource = policy.resource(grant.grant().resource());
        ConsumerSystem system = policy.system(grant.grant().system());
        if (resource == null
                || system == null
                || !(grant.obligations().get(DeliveryConditions.DELIVERY) instanceof Delivery delivery)
                || !(resource.resource().shape() instanceof ExchangeShape.File shape)) {
            return Optional.empty();
        }
        String purpose = purpose(grant, delivery);
        DecisionRequest question = new DecisionRequest(
                system.id(),
                system.department(),
                resource.resource().name(),
                ExchangeShape.File.FILES,
                purpose,
                null,
                null,
                null,
                now,
                CallFacts.NONE.fulfilling(fulfilled(shape)));
        return PolicyEngine.decide(policy, question, grant.grant().id()) instanceof Decision.Permit permit
                ? Optional.of(
                        new Granted(policy, resource, permit.grant(), system.department(), delivery, shape, purpose))
                : Optional.empty();
    }

    /** The purpose the delivery states, or else the only one; nothing, which no grant covers, when it is not clear. */
    private static String purpose(CompiledGrant grant, Delivery delivery) {
        String stated = delivery.purpose();
        if (stated != null) {
            return stated;
        }
        Set<String> purposes = grant.grant().purposes();
        return purposes.size() == 1 ? purposes.iterator().next() : "";
    }

    /** A file that is released whole goes through no filter, so nothing a filter carries out is promised of it. */
    private static Set<String> fulfilled(ExchangeShape.File shape) {
        Set<String> fulfilled = new HashSet<>(Set.of(DeliveryConditions.DELIVERY));
        if (shape.records() != null) {
            fulfilled.addAll(CompiledGrant.CARRIED_OUT_BY_FILTERS);
        }
        return fulfilled;
    }
}
