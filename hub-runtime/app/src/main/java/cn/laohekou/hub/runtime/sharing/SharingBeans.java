package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Registry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The services of sharing and the thread that looks at their dates. */
@ApplicationScoped
class SharingBeans {

    private static final Logger LOG = Logger.getLogger("hub.sharing");
    private static final int PAUSE_SECONDS = 15;

    private final ZoneId zone;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-sharing");
        thread.setDaemon(true);
        return thread;
    });

    SharingBeans(@ConfigProperty(name = "hub.zone", defaultValue = "Asia/Shanghai") ZoneId zone) {
        this.zone = zone;
    }

    @Produces
    @Singleton
    Sharing sharing(DataSource database, Registry registry) {
        return new Sharing(database, registry.changes(), zone);
    }

    @Produces
    @Singleton
    SharingCases cases(DataSource database, Registry registry) {
        return new SharingCases(database, registry.changes(), zone);
    }

    @Produces
    @Singleton
    CatalogueChanges catalogueChanges(DataSource database, Registry registry) {
        return new CatalogueChanges(database, registry.changes(), zone);
    }

    @Produces
    @Singleton
    SharingOffice office(DataSource database, Registry registry) {
        return new SharingOffice(database, registry.changes(), zone);
    }

    @Produces
    @Singleton
    SharingWatch watch(DataSource database, Registry registry, Alerts alerts, Clock clock) {
        return new SharingWatch(database, registry, alerts, clock, zone);
    }

    void start(@Observes @Priority(210) StartupEvent started, SharingWatch watch) {
        // What a turn may throw is caught within it: the future never tells anything.
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(() -> look(watch), PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private static void look(SharingWatch watch) {
        try {
            watch.look();
        } catch (SQLException e) {
            LOG.debugf("deadlines cannot be read: SQLSTATE %s", e.getSQLState());
        } catch (Refused e) {
            LOG.warnf("a due step was not possible: %s", e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        worker.shutdownNow();
    }
}
