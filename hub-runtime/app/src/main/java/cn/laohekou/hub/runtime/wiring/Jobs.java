package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.epoch.CommitGate;
import cn.laohekou.hub.runtime.exchange.ConnectorLegs;
import cn.laohekou.hub.runtime.job.JobDesk;
import cn.laohekou.hub.runtime.job.JobRunner;
import cn.laohekou.hub.runtime.job.JobStore;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.table.ConnectorDatabases;
import cn.laohekou.hub.runtime.table.ReconciliationWork;
import cn.laohekou.hub.runtime.table.TableParts;
import cn.laohekou.hub.runtime.table.TableWork;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The long work of this node; nothing runs until {@link #start}. */
@ApplicationScoped
class Jobs {

    private final CamelContext camel;
    private final Registry registry;
    private final Ledger ledger;
    private final EvidenceKeys evidenceKeys;
    private final ConsumerKeyring consumers;
    private final KeyService keys;
    private final CommitGate commits;
    private final DataSource database;
    private final JobDesk desk;
    private final Clock clock;
    private final HubConfig config;
    private @Nullable JobRunner runner;

    Jobs(
            CamelContext camel,
            Registry registry,
            Ledger ledger,
            EvidenceKeys evidenceKeys,
            ConsumerKeyring consumers,
            KeyService keys,
            CommitGate commits,
            DataSource database,
            JobDesk desk,
            Clock clock,
            HubConfig config) {
        this.camel = camel;
        this.registry = registry;
        this.ledger = ledger;
        this.evidenceKeys = evidenceKeys;
        this.consumers = consumers;
        this.keys = keys;
        this.commits = commits;
        this.database = database;
        this.desk = desk;
        this.clock = clock;
        this.config = config;
    }

    /** Begins to look for work. */
    void start(ConnectorLegs legs) {
        TableParts parts = new TableParts(
                () -> registry.state().current(),
                registry.state()::reload,
                ledger,
                evidenceKeys,
                consumers,
                keys,
                commits,
                new ConnectorDatabases(camel, legs::entry, legs::revision),
                database,
                clock);
        JobRunner started = new JobRunner(
                new JobStore(database),
                config.node(),
                clock,
                List.of(new TableWork(parts), new ReconciliationWork(parts)),
                this::queueDue);
        runner = started;
        started.start();
    }

    private void queueDue() {
        try {
            desk.queueDue();
            desk.queueDaily(ReconciliationWork.KIND);
        } catch (SQLException e) {
            throw new IllegalStateException("the job table cannot be reached", e);
        }
    }

    void stop() {
        if (runner != null) {
            runner.close();
        }
    }
}
