package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Answers that are being handed over right now and are not yet taken whole. Thread-safe. */
final class ActiveReleases {

    private final Set<Release> active = ConcurrentHashMap.newKeySet();

    void add(Release release) {
        active.add(release);
    }

    void remove(Release release) {
        active.remove(release);
    }

    int count() {
        return active.size();
    }

    /**
     * Decides again about all of them; those that no longer stand are cut off.
     *
     * @param refresh reads the policy in force
     * @return completes when none of them goes on under an older policy; never exceptionally
     */
    CompletionStage<Void> recheck(Supplier<CompletionStage<PolicySnapshot>> refresh) {
        if (active.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return refresh.get().handle((policy, failure) -> policy).thenCompose(policy -> {
            CompletableFuture<?>[] all = active.stream()
                    .map(release -> release.recheck(policy).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            return CompletableFuture.allOf(all);
        });
    }
}
