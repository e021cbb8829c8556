package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.quota.Admission;
import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Decision;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.policy.Delivery;
import cn.laohekou.hub.security.policy.DeliveryConditions;
import cn.laohekou.hub.security.policy.DenyReason;
import cn.laohekou.hub.security.policy.EvidenceLevel;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.PolicyEngine;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The gate as a message passes it on its way out: decided anew for every attempt, filtered and masked for its subscriber,
 * its intent durable before the connector is called. Thread-safe; the work of filtering is done on the calling thread.
 */
public final class DeliveryGate implements Deliveries {

    /** Nothing but time helps; so long until it is looked at again, in milliseconds. */
    private static final long LATER_MILLIS = 30_000;

    private static final CallFacts FACTS = CallFacts.NONE.fulfilling(Stream.of(
                    CompiledGrant.CARRIED_OUT_BY_FILTERS, Set.of(DeliveryConditions.DELIVERY), EvidenceLevel.OBLIGATION)
            .flatMap(Set::stream)
            .collect(Collectors.toSet()));

    private final Gate gate;
    private final Executor executor;

    /** @param executor runs what follows the ledger's answer, whose thread must not be held up */
    DeliveryGate(Gate gate, Executor executor) {
        this.gate = gate;
        this.executor = executor;
    }

    /** What one attempt is decided to be. */
    record Permitted(
            PolicySnapshot policy,
            CompiledResource resource,
            CompiledGrant grant,
            ConsumerSystem system,
            String purpose,
            Delivery delivery,
            Instant at) {}

    @Override
    public int places(String connector) {
        Legs.Way way = gate.legs().way(connector);
        return way == null || !gate.connectorActive().test(connector)
                ? 0
                : way.leg().places();
    }

    @Override
    public CompletionStage<Shipment.Result> deliver(Shipment shipment) {
        return attempt(shipment, gate.policy().get(), 0)
                .exceptionally(failure -> new Shipment.Failed(
                        "INTERNAL", PublishGate.unwrapped(failure).getClass().getSimpleName(), true));
    }

    private CompletionStage<Shipment.Result> attempt(Shipment shipment, PolicySnapshot policy, int again) {
        Object decided = decide(shipment, policy);
        if (decided instanceof Permitted permitted) {
            return admitted(shipment, permitted, again);
        }
        return CompletableFuture.completedFuture((Shipment.Result) decided);
    }

    /** A {@link Permitted}, or the result of not being that. */
    private Object decide(Shipment shipment, PolicySnapshot policy) {
        ConsumerSystem system = policy.system(shipment.system());
        CompiledResource resource = policy.resource(shipment.resource());
        CompiledGrant held = policy.grants(shipment.system(), shipment.resource()).stream()
                .filter(grant -> grant.grant().id().equals(shipment.grant()))
                .findFirst()
                .orElse(null);
        if (held == null || system == null) {
            return new Shipment.Withdrawn(DenyReason.NO_GRANT.name());
        }
        if (resource == null) {
            return new Shipment.Later("RESOURCE_STOPPED", LATER_MILLIS);
        }
        Instant now = gate.clock().instant();
        DenyReason closest = DenyReason.NO_GRANT;
        for (String purpose : new TreeSet<>(held.grant().purposes())) {
            Decision decision = PolicyEngine.decide(policy, question(shipment, system, purpose, now), shipment.grant());
            if (decision instanceof Decision.Permit permit) {
                Delivery delivery = permit.grant().obligation(DeliveryConditions.DELIVERY, Delivery.class);
                if (delivery != null) {
                    return new Permitted(policy, resource, permit.grant(), system, purpose, delivery, now);
                }
            } else if (decision instanceof Decision.Deny deny) {
                closest = deny.reason();
            }
        }
        return denied(closest);
    }

    private static DecisionRequest question(Shipment shipment, ConsumerSystem system, String purpose, Instant now) {
        return new DecisionRequest(
                shipment.system(),
                system.department(),
                shipment.resource(),
                ExchangeShape.Event.MESSAGES,
                purpose,
                null,
                null,
                null,
                now,
                FACTS);
    }

    private static Shipment.Result denied(DenyReason reason) {
        return switch (reason) {
            case OUTSIDE_TIME_WINDOW, GRANT_NOT_YET_VALID, POLICY_ERROR ->
                new Shipment.Later(reason.name(), LATER_MILLIS);
            default -> new Shipment.Withdrawn(reason.name());
        };
    }

    private CompletionStage<Shipment.Result> admitted(Shipment shipment, Permitted permitted, int again) {
        String connector = shipment.connector() == null ? permitted.delivery().connector() : shipment.connector();
        Legs.@Nullable Way way = gate.legs().way(connector);
        if (way == null || !gate.connectorActive().test(connector)) {
            return CompletableFuture.completedFuture(new Shipment.Later("CONNECTOR_NOT_RUNNING", 1_000));
        }
        DeliveryAttempt attempt = new DeliveryAttempt(gate, executor, shipment, permitted, connector, way);
        if (!Admissions.limited(permitted.grant().grant())) {
            return run(attempt, shipment, Admission.Admitted.UNCOUNTED, again);
        }
        return Admissions.take(gate, permitted.grant().grant(), permitted.at()).thenCompose(admission -> {
            if (admission instanceof Admission.Exceeded exceeded) {
                return CompletableFuture.completedFuture(
                        new Shipment.Later("QUOTA_EXCEEDED", 1_000L * exceeded.retryAfterSeconds()));
            }
            return run(attempt, shipment, (Admission.Admitted) admission, again);
        });
    }

    /** A policy that changed meanwhile decides again; one that keeps changing is waited for. */
    private CompletionStage<Shipment.Result> run(
            DeliveryAttempt attempt, Shipment shipment, Admission.Admitted counted, int again) {
        return attempt.run(counted).thenCompose(result -> {
            if (result != null) {
                return CompletableFuture.completedFuture(result);
            }
            return again >= 3
                    ? CompletableFuture.completedFuture(new Shipment.Later("POLICY_CHANGED", 1_000))
                    : gate.refresh().get().thenCompose(newer -> attempt(shipment, newer, again + 1));
        });
    }
}
