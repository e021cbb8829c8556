package cn.laohekou.hub.runtime.credential;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyService;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The objects that go with credentials, and the thread that keeps them up to date. */
@ApplicationScoped
class CredentialBeans {

    /** Name of the key that signs answers. */
    static final String ANSWER_SIGNING = "answer-signing";

    private static final Logger LOG = Logger.getLogger("hub.credentials");
    private static final int USE_SECONDS = 30;
    private static final int EXPIRY_MINUTES = 10;

    private final ZoneId zone;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-credentials");
        thread.setDaemon(true);
        return thread;
    });

    CredentialBeans(@ConfigProperty(name = "hub.zone", defaultValue = "Asia/Shanghai") ZoneId zone) {
        this.zone = zone;
    }

    @Produces
    @Singleton
    SeenSignatures seenSignatures(DataSource database, Clock clock) {
        return new SeenSignatures(database, clock);
    }

    @Produces
    @Singleton
    CredentialUse credentialUse(DataSource database) {
        return new CredentialUse(database, zone);
    }

    @Produces
    @Singleton
    ExpiryWatch expiryWatch(DataSource database, Alerts alerts, Clock clock) {
        return new ExpiryWatch(database, new ToAlerts(alerts), clock, zone);
    }

    /** Before the data plane opens: the first answer may have to be signed. */
    void start(
            @Observes @Priority(90) StartupEvent starting,
            KeyService keys,
            Clock clock,
            Registry registry,
            CredentialUse use,
            ExpiryWatch expiry) {
        keys.ensure(ANSWER_SIGNING, KeyKind.SM2, clock.instant());
        registry.state().addListener(snapshot -> keys.reload());
        schedule(use::flush, USE_SECONDS);
        schedule(expiry::look, TimeUnit.MINUTES.toSeconds(EXPIRY_MINUTES));
    }

    /** What is done now and then. */
    @FunctionalInterface
    private interface Turn {
        void run() throws SQLException;
    }

    private void schedule(Turn turn, long seconds) {
        ScheduledFuture<?> unused = worker.scheduleWithFixedDelay(
                () -> {
                    try {
                        turn.run();
                    } catch (SQLException | RuntimeException e) {
                        LOG.debugf(
                                "credentials: a turn failed and is made again: %s",
                                e.getClass().getName());
                    }
                },
                1,
                seconds,
                TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping, SeenSignatures seen, CredentialUse use) {
        worker.shutdownNow();
        seen.close();
        try {
            use.flush();
        } catch (SQLException e) {
            LOG.debug("last uses of credentials could not be written");
        }
    }

    private record ToAlerts(Alerts alerts) implements ExpiryWatch.Warnings {

        @Override
        public void raise(String kind, String key, @Nullable String department, String zh, String en, Instant due) {
            alerts.raise(department, kind, key, zh, en, due);
        }

        @Override
        public void clear(String kind, String key) {
            alerts.clear(kind, key);
        }
    }
}
