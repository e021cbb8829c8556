package cn.laohekou.hub.runtime.quota;

import cn.laohekou.hub.runtime.quota.TokenSource.QuotaLease;
import cn.laohekou.hub.security.policy.Grant;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Quotas per calendar day and month. What was used is never kept in memory alone: a period the cluster does not know
 * starts from the number of releases the ledger shows, so a restart after kill -9 hands out nothing twice. Counts are
 * leased from the cluster in slices; a count whose call released nothing is given back to the node's slice.
 *
 * <p>Thread-safe.
 */
public final class Quotas {

    /** Largest slice; small, because the unspent rest of a dead node's slice is lost until the period ends. */
    private static final long LARGEST_SLICE = 50;

    /** Reads from the ledger how often a grant released something. */
    @FunctionalInterface
    public interface UsedCounts {
        /**
         * Counts the releases of a grant.
         *
         * @param grant grant id
         * @param from first instant of the period
         * @return number of releases since
         */
        CompletionStage<Long> since(String grant, ZonedDateTime from);
    }

    private final TokenSource source;
    private final UsedCounts used;
    private final ZoneId zone;
    private final ConcurrentHashMap<String, Period> periods = new ConcurrentHashMap<>();
    private volatile LocalDate cleanedOn = LocalDate.MIN;

    /**
     * @param source the cluster's counts
     * @param used the ledger's counts
     * @param zone the zone whose calendar counts
     */
    public Quotas(TokenSource source, UsedCounts used, ZoneId zone) {
        this.source = source;
        this.used = used;
        this.zone = zone;
    }

    /**
     * Takes one count of each quota the grant states.
     *
     * @param grant the grant
     * @param now the time of the call
     * @return admitted, or which quota is used up; completes exceptionally when evidence or cluster cannot be asked
     */
    public CompletionStage<Admission> tryTake(Grant grant, java.time.Instant now) {
        if (grant.unlimited()) {
            return CompletableFuture.completedFuture(Admission.Admitted.UNCOUNTED);
        }
        ZonedDateTime local = now.atZone(zone);
        forgetOldPeriods(local.toLocalDate());
        return take(dayKey(grant, local), grant.id(), grant.perDay(), local.toLocalDate())
                .thenCompose(day -> {
                    if (day < 0) {
                        return CompletableFuture.completedFuture(exceeded(
                                Admission.Limit.PER_DAY,
                                local,
                                local.toLocalDate().plusDays(1)));
                    }
                    LocalDate month = local.toLocalDate().withDayOfMonth(1);
                    return take(monthKey(grant, local), grant.id(), grant.perMonth(), month)
                            .thenApply(count -> {
                                if (count < 0) {
                                    giveBack(dayKey(grant, local), day);
                                    return exceeded(Admission.Limit.PER_MONTH, local, month.plusMonths(1));
                                }
                                return new Admission.Admitted(day, count);
                            });
                });
    }

    /**
     * Gives back the counts of a call that released nothing.
     *
     * @param grant the grant
     * @param taken what {@link #tryTake} admitted
     * @param at the time passed to {@link #tryTake}
     */
    public void giveBack(Grant grant, Admission.Admitted taken, java.time.Instant at) {
        ZonedDateTime local = at.atZone(zone);
        giveBack(dayKey(grant, local), taken.dayCount());
        giveBack(monthKey(grant, local), taken.monthCount());
    }

    private void giveBack(String key, long count) {
        Period period = periods.get(key);
        if (count > 0 && period != null) {
            period.put(count);
        }
    }

    private CompletionStage<Long> take(String key, String grant, long limit, LocalDate from) {
        if (limit == 0) {
            return CompletableFuture.completedFuture(0L);
        }
        Period period = periods.computeIfAbsent(key, k -> new Period(from));
        Long count = period.poll();
        if (count != null) {
            return CompletableFuture.completedFuture(count);
        }
        long wanted = Math.max(1, Math.min(LARGEST_SLICE, limit / 100));
        return period.used(() -> used.since(grant, from.atStartOfDay(zone)))
                .thenCompose(before -> source.leaseQuota(key, limit, before, wanted))
                .thenApply(period::spendFirst);
    }

    private static Admission exceeded(Admission.Limit limit, ZonedDateTime now, LocalDate nextPeriod) {
        Duration wait = Duration.between(now, nextPeriod.atStartOfDay(now.getZone()));
        return new Admission.Exceeded(limit, Math.max(1, wait.toSeconds() + 1));
    }

    private void forgetOldPeriods(LocalDate today) {
        if (!today.equals(cleanedOn)) {
            cleanedOn = today;
            LocalDate month = today.withDayOfMonth(1);
            periods.entrySet().removeIf(e -> e.getValue().from.isBefore(month));
        }
    }

    private static String dayKey(Grant grant, ZonedDateTime local) {
        return grant.id() + "|" + local.toLocalDate();
    }

    private static String monthKey(Grant grant, ZonedDateTime local) {
        return grant.id() + "|" + local.getYear() + "-" + local.getMonthValue();
    }

    /** The node's share of one period of one grant. */
    private static final class Period {

        private final LocalDate from;
        private final ArrayDeque<Long> counts = new ArrayDeque<>();
        private volatile boolean known;

        Period(LocalDate from) {
            this.from = from;
        }

        synchronized @org.jspecify.annotations.Nullable Long poll() {
            return counts.poll();
        }

        synchronized void put(long count) {
            counts.addFirst(count);
        }

        /** The ledger is asked until the cluster has answered once for this period; after that it knows better. */
        CompletionStage<Long> used(java.util.function.Supplier<CompletionStage<Long>> ledger) {
            return known ? CompletableFuture.completedFuture(0L) : ledger.get();
        }

        synchronized long spendFirst(QuotaLease lease) {
            known = true;
            if (lease.size() == 0) {
                return -1;
            }
            for (long i = 1; i < lease.size(); i++) {
                counts.add(lease.first() + i);
            }
            return lease.first();
        }
    }
}
