package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.job.Streams;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Delivery;
import cn.laohekou.hub.security.policy.DeliveryConditions;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Grant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Grants on rows. */
public final class TableStreams implements Streams {

    private final Supplier<Snapshot> policy;

    /**
     * @param policy what is in force
     */
    public TableStreams(Supplier<Snapshot> policy) {
        this.policy = policy;
    }

    @Override
    public Optional<Streams.Stream> find(String name) {
        Snapshot now = policy.get();
        return Optional.ofNullable(TableGate.find(now, name)).flatMap(grant -> stream(now, grant));
    }

    @Override
    public List<Streams.Stream> scheduled() {
        Snapshot now = policy.get();
        return now.policy().grants().stream()
                .filter(grant -> grant.grant().state() == Grant.State.ACTIVE)
                .flatMap(grant -> stream(now, grant).stream())
                .filter(stream -> stream.schedule() != null)
                .toList();
    }

    private static Optional<Streams.Stream> stream(Snapshot snapshot, CompiledGrant grant) {
        CompiledResource resource = snapshot.policy().resource(grant.grant().resource());
        ConsumerSystem consumer = snapshot.policy().system(grant.grant().system());
        Delivery delivery = grant.obligation(DeliveryConditions.DELIVERY, Delivery.class);
        if (resource == null
                || consumer == null
                || delivery == null
                || !(resource.resource().shape() instanceof ExchangeShape.Table)) {
            return Optional.empty();
        }
        return Optional.of(new Streams.Stream(
                TableWork.KIND,
                grant.grant().id(),
                resource.resource().department(),
                consumer.department(),
                delivery.schedule()));
    }
}
