package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For whom messages are meant under one policy, by resource; made once per policy. Immutable. */
final class Meant {

    private record For(Subscription subscription, Instant from, Instant until) {}

    private final PolicySnapshot policy;
    private final List<Subscription> all;
    private final Map<String, List<For>> byResource = new HashMap<>();

    Meant(PolicySnapshot policy) {
        this.policy = policy;
        List<Subscription> found = new ArrayList<>();
        for (CompiledGrant compiled : policy.grants()) {
            Subscription subscription = Subscription.of(policy, compiled);
            if (subscription != null) {
                found.add(subscription);
                Grant grant = compiled.grant();
                byResource
                        .computeIfAbsent(grant.resource(), resource -> new ArrayList<>())
                        .add(new For(subscription, grant.validFrom(), grant.validUntil()));
            }
        }
        this.all = List.copyOf(found);
    }

    /** Whether this is of that policy. */
    boolean isOf(PolicySnapshot other) {
        return policy == other;
    }

    /** All subscriptions, also those no new message is meant for. */
    List<Subscription> all() {
        return all;
    }

    /** Whom a message is meant for now: whose grant is within its time and not revoked. */
    List<Subscription> of(String resource, Instant now) {
        List<Subscription> meant = new ArrayList<>();
        for (For one : byResource.getOrDefault(resource, List.of())) {
            if (one.subscription().open() && !now.isBefore(one.from()) && now.isBefore(one.until())) {
                meant.add(one.subscription());
            }
        }
        return meant;
    }
}
