package cn.laohekou.hub.runtime.quota;

import java.util.concurrent.CompletionStage;

/** The cluster's supply of tokens that nodes lease slices of. */
public interface TokenSource {

    /**
     * Leases up to {@code wanted} tokens of a bucket that refills {@code perSecond} tokens a second.
     *
     * @param key bucket
     * @param perSecond refill and capacity
     * @param wanted most tokens to lease; at least 1
     * @return tokens leased, 0 when the bucket is empty
     */
    CompletionStage<Long> lease(String key, int perSecond, long wanted);

    /**
     * Leases up to {@code wanted} counts of a quota period.
     *
     * @param key grant and period
     * @param limit counts the period has
     * @param used counts already used, as evidence shows; taken when the cluster does not know the period yet
     * @param wanted most counts to lease; at least 1
     * @return the lease
     */
    CompletionStage<QuotaLease> leaseQuota(String key, long limit, long used, long wanted);

    /**
     * A slice of a quota period.
     *
     * @param first number of the first leased count in the period, from 1
     * @param size counts leased, 0 when the period is used up
     */
    record QuotaLease(long first, long size) {}
}
