package cn.laohekou.hub.runtime.alert;

import cn.laohekou.hub.runtime.registry.Registry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The alerts and the thread that writes them. */
@ApplicationScoped
class AlertBeans {

    private static final int PAUSE_SECONDS = 1;

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-alerts");
        thread.setDaemon(true);
        return thread;
    });

    @Produces
    @Singleton
    AlertStore store(DataSource database, Registry registry) {
        return new AlertStore(database, registry.changes());
    }

    @Produces
    @Singleton
    Alerts alerts(AlertStore store, Clock clock) {
        return new Alerts(store, clock);
    }

    void start(@Observes @Priority(200) StartupEvent started, Alerts alerts) {
        // What a turn may throw is caught within it: the future never tells anything.
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(alerts::flush, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        worker.shutdownNow();
    }
}
