package cn.laohekou.hub.runtime.quota;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.grid.hazelcast.Bucket4jHazelcast;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link TokenSource} over Hazelcast: Bucket4j buckets for rates, plain counters for quotas. */
public final class HazelcastTokenSource implements TokenSource {

    private final AsyncProxyManager<String> buckets;
    private final IMap<String, Long> counters;

    /** @param hazelcast a running member */
    public HazelcastTokenSource(HazelcastInstance hazelcast) {
        IMap<String, byte[]> map = hazelcast.getMap("hub-rate-buckets");
        this.buckets = Bucket4jHazelcast.entryProcessorBasedBuilder(map).build().asAsync();
        this.counters = hazelcast.getMap("hub-quota-counters");
    }

    @Override
    public CompletionStage<Long> lease(String key, int perSecond, long wanted) {
        return buckets.builder()
                .build(key + "@" + perSecond, () -> CompletableFuture.completedFuture(configuration(perSecond)))
                .tryConsumeAsMuchAsPossible(wanted);
    }

    @Override
    public CompletionStage<QuotaLease> leaseQuota(String key, long limit, long used, long wanted) {
        return counters.submitToKey(key, new Lease(limit, used, wanted)).thenApply(packed -> {
            long first = packed[0];
            return new QuotaLease(first, packed[1]);
        });
    }

    private static BucketConfiguration configuration(int perSecond) {
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** Runs beside the counter, so a lease is atomic in the whole cluster. */
    private record Lease(long limit, long used, long wanted) implements EntryProcessor<String, Long, long[]> {

        private static final long serialVersionUID = 1L;

        @Override
        public long[] process(Map.Entry<String, Long> entry) {
            Long known = entry.getValue();
            long count = known == null ? used : known;
            long size = Math.max(0, Math.min(wanted, limit - count));
            entry.setValue(count + size);
            return new long[] {count + 1, size};
        }
    }
}
