package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.evidence.AuditTrail;
import cn.laohekou.hub.runtime.syslog.AuditForwarder;
import cn.laohekou.hub.runtime.syslog.LogStream;
import cn.laohekou.hub.runtime.syslog.SyslogLog;
import cn.laohekou.hub.runtime.syslog.SyslogServer;
import cn.laohekou.hub.security.evidence.Ledger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends logs and audit records to the syslog server the settings name, and says when that does not get through. */
@ApplicationScoped
class SyslogForwarding {

    private static final Logger LOG = Logger.getLogger("hub.syslog");
    private static final String ALERT = "SYSLOG_BEHIND";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HubConfig config;
    private final Ledger ledger;
    private final DataSource database;
    private final TlsConfigurationRegistry tls;
    private final Alerts alerts;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "syslog");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable AuditForwarder forwarder;
    private @Nullable LogStream stream;
    private @Nullable Handler handler;
    private boolean raised;
    private String trouble = "";

    SyslogForwarding(
            HubConfig config,
            Ledger ledger,
            DataSource database,
            TlsConfigurationRegistry tls,
            Alerts alerts,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.ledger = ledger;
        this.database = database;
        this.tls = tls;
        this.alerts = alerts;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** After the ledger started: forwards from now on, when the settings name a server. */
    void start() {
        config.syslog().server().ifPresent(address -> start(SyslogServer.of(address, this::context)));
    }

    private void start(SyslogServer server) {
        AuditTrail trail = new AuditTrail(database, ledger.node());
        AuditForwarder made =
                new AuditForwarder(trail, server, () -> ledger.head().sequence(), clock);
        LogStream out = new LogStream(server, clock);
        forwarder = made;
        stream = out;
        Gauge.builder("hub.syslog.lag.seconds", made, known -> known.lag().toMillis() / 1_000.0)
                .description("How long audit records have waited to be sent to the syslog server")
                .register(metrics);
        Gauge.builder("hub.syslog.logs.dropped", out, LogStream::dropped)
                .description("Log messages the syslog server did not take since start")
                .register(metrics);
        try {
            Handler added = SyslogLog.handler(ledger.node(), out);
            org.jboss.logmanager.Logger.getLogger("").addHandler(added);
            handler = added;
        } catch (IOException e) {
            LOG.warnf("logs are not sent to syslog: %s", e.getMessage());
        }
        Future<?> unused = worker.scheduleWithFixedDelay(() -> turns(made), 0, 1, TimeUnit.SECONDS);
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        try {
            return tls.get("syslog")
                    .orElseThrow(() -> new GeneralSecurityException("No trust is configured for syslog"))
                    .createSSLContext();
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // The registry declares nothing narrower.
            throw new GeneralSecurityException(e);
        }
    }

    private void turns(AuditForwarder made) {
        try {
            boolean more = true;
            while (more) {
                more = made.turn();
            }
            trouble = made.connected() ? "" : trouble;
        } catch (IOException | SQLException | RuntimeException e) {
            String now = e.getClass().getSimpleName();
            if (!now.equals(trouble)) {
                LOG.warnf("audit records wait for the syslog server: %s", now);
            }
            trouble = now;
        }
    }

    /** Raises the alert while records wait, and clears it after. */
    void watch() {
        AuditForwarder made = forwarder;
        if (made == null) {
            return;
        }
        made.watch();
        if (made.lag().compareTo(PATIENCE) > 0) {
            alerts.raise(
                    ALERT,
                    ledger.node(),
                    "审计记录未能送达日志服务器，恢复后自动补送。",
                    "Audit records do not reach the syslog server; they are sent when it is back.",
                    null);
            raised = true;
        } else if (raised) {
            alerts.clear(ALERT, ledger.node());
            raised = false;
        }
    }

    void stop() {
        worker.shutdownNow();
        Handler added = handler;
        if (added != null) {
            org.jboss.logmanager.Logger.getLogger("").removeHandler(added);
            added.close();
        }
        if (forwarder != null) {
            forwarder.close();
        }
        if (stream != null) {
            stream.close();
        }
    }
}
