package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import cn.laohekou.hub.runtime.evidence.ArchiveDue;
import cn.laohekou.hub.runtime.evidence.RetentionStore;
import cn.laohekou.hub.runtime.evidence.WriterConnections;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.retention.Archives;
import cn.laohekou.hub.runtime.retention.EvidenceFloor;
import cn.laohekou.hub.runtime.retention.Prunings;
import cn.laohekou.hub.security.evidence.RootSigner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/** Archives of the ledger and what deletes from it. */
@ApplicationScoped
class RetentionBeans {

    /** The name is fixed: the ledger's guards know it. */
    private static final String ROLE = "hub_retention";

    private final HubConfig config;

    RetentionBeans(HubConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Archives archives(DataSource database, RootSigner signer, Clock clock) {
        Path folder = config.retention().archive().orElse(config.home().resolve("archive"));
        EvidenceFloor floor = new EvidenceFloor(config.retention().evidenceDays(), config.zone(), clock);
        return new Archives(database, folder, floor, signer, ArchiveDue.BATCHES);
    }

    @Produces
    @Singleton
    Prunings prunings(Archives archives, DataSource database, Registry registry) {
        return new Prunings(archives, database, new RetentionStore(this::connect), registry.changes());
    }

    /** The password is read when it is needed and not before: in daily work this process does not hold it. */
    private Connection connect() throws SQLException {
        Path file = config.db()
                .retentionPasswordFile()
                .orElseThrow(() -> new SQLException("No password file of " + ROLE + " is set", "28000"));
        try {
            return WriterConnections.to(config.db().url(), ROLE, SecretFile.read(file))
                    .open();
        } catch (CannotStart e) {
            throw new SQLException("The password file of " + ROLE + " cannot be read", "28000", e);
        }
    }
}
