package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.epoch.EpochLease;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The moments in which files get their names. A restricting change is acknowledged only after those that began before it
 * have ended; what begins later asks the epoch first. Thread-safe.
 */
public final class Publications {

    /** A counterpart that takes longer to rename a file holds up acknowledgements no further. */
    private static final long LONGEST_SECONDS = 30;

    private final EpochLease lease;
    private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();

    /** @param lease whether the policy something was decided under is known to be in force */
    public Publications(EpochLease lease) {
        this.lease = lease;
    }

    /**
     * Asks, right before the name is given, whether it may be.
     *
     * @param decidedUnder policy epoch of the intent
     * @return to be given to {@link #ended}; null when it may not
     */
    @Nullable
    CompletableFuture<Void> begin(long decidedUnder) {
        // Put down first and asked then: a change either finds it here or is seen by the question.
        CompletableFuture<Void> publication = new CompletableFuture<>();
        underWay.add(publication);
        if (lease.allows(decidedUnder)) {
            return publication;
        }
        ended(publication);
        return null;
    }

    @SuppressWarnings("CollectionUndefinedEquality") // each is itself and no other
    void ended(@Nullable CompletableFuture<Void> publication) {
        if (publication != null) {
            underWay.remove(publication);
            publication.complete(null);
        }
    }

    /** Waits for the publications under way; to be called after a restricting change's commit, before its answer. */
    public void await() {
        CompletableFuture<?>[] now = underWay.toArray(CompletableFuture<?>[]::new);
        // What became of a name after so long is found out by the transfer itself.
        CompletableFuture.allOf(now)
                .completeOnTimeout(null, LONGEST_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
