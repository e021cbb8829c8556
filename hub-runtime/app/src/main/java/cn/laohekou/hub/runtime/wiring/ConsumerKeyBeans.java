package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.exchange.ServiceKeyring;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.WatermarkTraces;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Makes the keyring of consumers and gives it its first keys before the data plane opens. */
@ApplicationScoped
class ConsumerKeyBeans {

    @Produces
    @Singleton
    ServiceKeyring consumerKeyring(KeyService keys, Registry registry, Clock clock) {
        return new ServiceKeyring(
                keys, system -> registry.state().current().bodyKeys().getOrDefault(system, List.of()), clock);
    }

    @Produces
    @Singleton
    WatermarkTraces watermarkTraces(Registry registry, ServiceKeyring keyring) {
        return new WatermarkTraces(registry.changes(), keyring);
    }

    void start(
            @Observes @Priority(50) StartupEvent starting, ServiceKeyring keyring, EvidenceKeys lineage, Clock clock) {
        keyring.start(clock.instant());
        lineage.prepare(clock.instant());
    }
}
