package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.connector.api.FolderGuard;
import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.evidence.QuotaCounts;
import cn.laohekou.hub.runtime.exchange.DataPlane;
import cn.laohekou.hub.runtime.exchange.ServiceKeyring;
import cn.laohekou.hub.runtime.file.FileDesk;
import cn.laohekou.hub.runtime.file.FileTransfers;
import cn.laohekou.hub.runtime.file.Parts;
import cn.laohekou.hub.runtime.file.Publications;
import cn.laohekou.hub.runtime.file.Quarantine;
import cn.laohekou.hub.runtime.file.TransferStore;
import cn.laohekou.hub.runtime.outgoing.AllowedFolders;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The file pattern's objects and its beginning and end. */
@ApplicationScoped
class FileBeans {

    private final HubConfig config;

    FileBeans(HubConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    FolderGuard folderGuard(OutgoingPolicies policies, DataSource database) {
        return new AllowedFolders(policies::current, database, config.home());
    }

    @Produces
    @Singleton
    Publications publications(EpochLease lease) {
        return new Publications(lease);
    }

    @Produces
    @Singleton
    TransferStore transfers(DataSource database) {
        return new TransferStore(database);
    }

    @Produces
    @Singleton
    FileDesk fileDesk(TransferStore store, Registry registry) {
        return new FileDesk(store, registry.changes());
    }

    @Produces
    @Singleton
    Quarantine quarantine(DataSource database, KeyService keys, Clock clock) throws IOException {
        return new Quarantine(config.home().resolve("data/quarantine"), database, keys, clock);
    }

    @Produces
    @Singleton
    FileTransfers fileTransfers(
            TransferStore store,
            DataPlane plane,
            Registry registry,
            EpochLease lease,
            Publications publications,
            Ledger ledger,
            EvidenceKeys keys,
            ServiceKeyring consumers,
            DataSource database,
            Quarantine quarantine,
            Alerts alerts,
            Clock clock,
            @ConfigProperty(name = "hub.file.poll-interval", defaultValue = "PT10S") Duration between) {
        Parts parts = new Parts(
                store,
                plane.fileWays(),
                registry.state(),
                lease,
                publications,
                ledger,
                keys,
                consumers,
                new QuotaCounts(database),
                quarantine,
                Parts.NOTE_EVERY,
                clock);
        return new FileTransfers(parts, alerts, config.node(), between);
    }

    void start(@Observes @Priority(300) StartupEvent started, FileTransfers transfers) {
        transfers.start();
    }

    void stop(@Observes @Priority(1) ShutdownEvent stopping, FileTransfers transfers) {
        transfers.close();
    }
}
