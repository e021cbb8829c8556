package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.runtime.credential.CredentialUse;
import cn.laohekou.hub.runtime.credential.SeenSignatures;
import cn.laohekou.hub.runtime.epoch.CommitGate;
import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.exchange.DataPlane;
import cn.laohekou.hub.runtime.job.JobDesk;
import cn.laohekou.hub.runtime.outgoing.CheckedResolver;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.table.Reconciliations;
import cn.laohekou.hub.runtime.table.TableStreams;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.identity.TokenVerifier;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import com.hazelcast.core.HazelcastInstance;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;

/** Makes the data plane and the guard of outgoing connections. */
@ApplicationScoped
class DataPlaneBeans {

    private final HubConfig config;

    DataPlaneBeans(HubConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    OutgoingPolicies outgoingPolicies(Registry registry) {
        return new OutgoingPolicies(registry.state().current());
    }

    @Produces
    @Singleton
    OutgoingGuard outgoingGuard(OutgoingPolicies policies, ExecutorService blocking) {
        return new CheckedResolver(policies::current, host -> List.of(InetAddress.getAllByName(host)), blocking);
    }

    @Produces
    @Singleton
    EpochLease epochLease() {
        return new EpochLease();
    }

    @Produces
    @Singleton
    CommitGate commitGate(EpochLease lease) {
        return new CommitGate(lease);
    }

    @Produces
    @Singleton
    JobDesk jobDesk(DataSource database, Registry registry, Clock clock) {
        return new JobDesk(
                database,
                registry.changes(),
                new TableStreams(() -> registry.state().current()),
                clock,
                config.zone());
    }

    @Produces
    @Singleton
    Reconciliations reconciliations(DataSource database, KeyService keys, Clock clock) {
        return new Reconciliations(database, keys, clock);
    }

    @Produces
    @Singleton
    DataPlane dataPlane(
            DataSource database,
            Clock clock,
            ExecutorService blocking,
            Registry registry,
            TokenVerifier tokens,
            Ledger ledger,
            EvidenceKeys keys,
            ConsumerKeyring consumers,
            EpochLease lease,
            KeyService keyService,
            HazelcastInstance hazelcast,
            MeterRegistry metrics,
            SeenSignatures seen,
            CredentialUse use)
            throws IOException {
        return new DataPlane.Builder(database, config.zone(), blocking, clock)
                .build(
                        registry,
                        tokens,
                        ledger,
                        keys,
                        consumers,
                        lease,
                        keyService,
                        hazelcast,
                        metrics,
                        seen,
                        use,
                        config.home().resolve("data/spool"),
                        config.gateway().certificate().orElse(null));
    }
}
