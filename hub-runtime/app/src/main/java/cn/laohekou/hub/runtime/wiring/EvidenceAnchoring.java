package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.evidence.JdbcAnchors;
import cn.laohekou.hub.runtime.evidence.JdbcCheckpointStore;
import cn.laohekou.hub.security.evidence.Anchor;
import cn.laohekou.hub.security.evidence.Anchoring;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.FileAnchor;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.NotaryAnchor;
import cn.laohekou.hub.security.evidence.StoreException;
import cn.laohekou.hub.security.evidence.TimeStampAnchor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hands checkpoints to the outside party the settings name, and says when it does not take them. */
@ApplicationScoped
class EvidenceAnchoring {

    private static final Logger LOG = Logger.getLogger("hub.evidence");
    private static final String ALERT = "EVIDENCE_NOT_ANCHORED";
    private static final int EVERY_MINUTES = 10;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Alerts alerts;

    /** Null when the settings name no party. */
    private final @Nullable Anchoring anchoring;

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "evidence-anchor");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ScheduledFuture<?> turns;
    private boolean raised;

    @Inject
    EvidenceAnchoring(HubConfig config, Ledger ledger, DataSource database, Alerts alerts, Clock clock) {
        this(config.anchor(), ledger, database, alerts, clock);
    }

    /** @param named the party, as {@link HubConfig#anchor()} states it */
    EvidenceAnchoring(Optional<String> named, Ledger ledger, DataSource database, Alerts alerts, Clock clock) {
        this.ledger = ledger;
        this.alerts = alerts;
        this.anchoring = named.map(EvidenceAnchoring::party)
                .map(party -> new Anchoring(
                        party,
                        new JdbcCheckpointStore(database),
                        new JdbcAnchors(database),
                        anchored -> ledger.appendLater(EvidenceEntry.of(anchored)),
                        clock))
                .orElse(null);
    }

    /** Anchors from now on, when the settings name a party. */
    void start() {
        if (anchoring != null) {
            turns = worker.scheduleWithFixedDelay(this::turn, 1, EVERY_MINUTES, TimeUnit.MINUTES);
        }
    }

    void stop() {
        ScheduledFuture<?> running = turns;
        if (running != null) {
            running.cancel(true);
        }
        worker.shutdownNow();
    }

    /** Anchors the newest checkpoint unless it was; a failure raises an alert, the next success clears it. */
    void turn() {
        Anchoring party = anchoring;
        if (party == null) {
            return;
        }
        try {
            party.turn();
            if (raised) {
                alerts.clear(ALERT, ledger.node());
                raised = false;
            }
        } catch (IOException | StoreException | RuntimeException e) {
            LOG.warnf("no checkpoint could be anchored: %s", e.getMessage());
            raised = true;
            alerts.raise(
                    ALERT,
                    ledger.node(),
                    "存证检查点未能交外部方锚定。",
                    "A checkpoint of the evidence could not be anchored with the outside party.",
                    null);
        }
    }

    private static Anchor party(String named) {
        int colon = named.indexOf(':');
        String where = named.substring(colon + 1);
        if (named.startsWith("file:")) {
            return new FileAnchor(Path.of(where));
        }
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
        URI address = URI.create(where);
        return named.startsWith("notary:")
                ? new NotaryAnchor(address, client)
                : new TimeStampAnchor(address, client, named.startsWith("rfc3161-sm3:"));
    }
}
