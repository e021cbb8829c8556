package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.identity.SystemCredentials;
import cn.laohekou.hub.runtime.registry.SystemClients;
import cn.laohekou.hub.runtime.registry.SystemOutbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The outbox of registered systems and the thread that empties it. */
@ApplicationScoped
class ManagementBeans {

    private static final Logger LOG = Logger.getLogger("hub.outbox");
    private static final int PAUSE_SECONDS = 2;
    private static final int CREDENTIALS_SECONDS = 60;

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-outbox");
        thread.setDaemon(true);
        return thread;
    });

    @Produces
    @Singleton
    SystemOutbox outbox(DataSource dataSource, SystemClients clients, Clock clock) {
        return new SystemOutbox(dataSource, clients, clock);
    }

    void start(@Observes @Priority(200) StartupEvent started, SystemOutbox outbox, SystemCredentials credentials) {
        // What a turn may throw is caught within it: the future never tells anything.
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(() -> empty(outbox), PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
        ScheduledFuture<?> unusedToo = worker.scheduleWithFixedDelay(
                () -> look(credentials), CREDENTIALS_SECONDS, CREDENTIALS_SECONDS, TimeUnit.SECONDS);
    }

    private static void look(SystemCredentials credentials) {
        try {
            credentials.run();
        } catch (SQLException e) {
            LOG.debugf("dates of credentials wait for the database: SQLSTATE %s", e.getSQLState());
        }
    }

    private static void empty(SystemOutbox outbox) {
        try {
            outbox.run();
        } catch (SQLException e) {
            LOG.debugf("the outbox cannot be read: SQLSTATE %s", e.getSQLState());
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        worker.shutdownNow();
    }
}
