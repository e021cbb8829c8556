package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.routes.ConnectorRouteException;
import cn.laohekou.hub.runtime.exchange.ConnectorLegs;
import cn.laohekou.hub.runtime.exchange.DataPlane;
import cn.laohekou.hub.runtime.plugin.EnabledPlugins;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.runtime.retention.LogFiles;
import cn.laohekou.hub.security.evidence.Checkpoints;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.StoreException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Starts the hub in order: the ledger takes up its chain, the policy is read, the connectors start, the data plane opens.
 * Stops in reverse. A failure before the data plane opens ends the process.
 */
@ApplicationScoped
class HubStart {

    private static final Logger LOG = Logger.getLogger("hub.start");
    private static final int HOUSEKEEPING_SECONDS = 2;

    private final Ledger ledger;
    private final Registry registry;
    private final Connectors connectors;
    private final OutgoingPolicies outgoing;
    private final DataPlane plane;
    private final EventWiring events;
    private final EnabledPlugins plugins;
    private final Checkpoints checkpoints;
    private final EvidenceSigning signing;
    private final EvidenceAnchoring anchoring;
    private final SyslogForwarding syslog;
    private final DataSource database;
    private final Reach reach;
    private final Jobs jobs;
    private final Path home;
    private final int logDays;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    HubStart(
            Ledger ledger,
            Registry registry,
            Connectors connectors,
            OutgoingPolicies outgoing,
            DataPlane plane,
            EventWiring events,
            EnabledPlugins plugins,
            Checkpoints checkpoints,
            EvidenceSigning signing,
            EvidenceAnchoring anchoring,
            SyslogForwarding syslog,
            DataSource database,
            Reach reach,
            Jobs jobs,
            HubConfig config) {
        this.ledger = ledger;
        this.registry = registry;
        this.connectors = connectors;
        this.outgoing = outgoing;
        this.plane = plane;
        this.events = events;
        this.plugins = plugins;
        this.checkpoints = checkpoints;
        this.signing = signing;
        this.anchoring = anchoring;
        this.syslog = syslog;
        this.database = database;
        this.reach = reach;
        this.jobs = jobs;
        this.home = config.home();
        this.logDays = config.retention().logDays();
    }

    void start(@Observes @Priority(100) StartupEvent starting)
            throws StoreException, SQLException, ConnectorRouteException {
        signing.prepare();
        ledger.start();
        signing.start();
        anchoring.start();
        syslog.start();
        registry.state().addListener(this::published);
        registry.state().reload();
        reach.start();
        events.bind();
        ConnectorLegs legs = connectors.start();
        plane.run(legs);
        events.start();
        jobs.start(legs);
        Future<?> unusedDaily = housekeeping.scheduleWithFixedDelay(this::keepLogs, 0, 1, TimeUnit.DAYS);
        Future<?> unused = housekeeping.scheduleWithFixedDelay(
                this::keepHouse, HOUSEKEEPING_SECONDS, HOUSEKEEPING_SECONDS, TimeUnit.SECONDS);
    }

    private void published(Snapshot snapshot) {
        outgoing.published(snapshot);
        try {
            plugins.decided(rulings());
        } catch (SQLException e) {
            LOG.warn("plugin decisions could not be read; the former ones stay in force");
        }
        connectors.trigger();
    }

    private Map<String, EnabledPlugins.Ruling> rulings() throws SQLException {
        Map<String, EnabledPlugins.Ruling> rulings = new HashMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, hash, enabled FROM registry.plugin")) {
            while (rows.next()) {
                rulings.put(rows.getString(1), new EnabledPlugins.Ruling(rows.getString(2), rows.getBoolean(3)));
            }
        }
        return rulings;
    }

    /** Each part on its own: one that fails is tried again at the next turn and does not keep the others from theirs. */
    private void keepHouse() {
        plane.flushStrangers();
        plugins.refresh();
        signing.watch();
        syslog.watch();
        try {
            registry.state().reloadIfChanged();
        } catch (SQLException e) {
            LOG.debug("the registry cannot be read; the policy in force stays");
        }
        try {
            checkpoints.take();
        } catch (IOException | StoreException e) {
            LOG.warnf("no checkpoint could be taken: %s", e.getMessage());
        }
    }

    private void keepLogs() {
        try {
            LogFiles.clean(home.resolve("logs"), logDays, Instant.now());
        } catch (IOException | RuntimeException e) {
            LOG.warnf("old logs could not be deleted: %s", e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        housekeeping.shutdownNow();
        anchoring.stop();
        syslog.stop();
        events.stop();
        jobs.stop();
        plane.stop();
        connectors.stop();
        reach.stop();
        ledger.close();
        signing.stop();
        try {
            checkpoints.close();
        } catch (IOException | StoreException e) {
            LOG.warnf("no last checkpoint could be taken: %s", e.getMessage());
        }
    }
}
