package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.evidence.JdbcHeadSignatures;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Gap;
import cn.laohekou.hub.security.evidence.HeadSigning;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.ManagedRootSigner;
import cn.laohekou.hub.security.evidence.RootSigner;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Signs this node's chain while the hub runs, holds releases back when that fails, and says so. */
@ApplicationScoped
class EvidenceSigning {

    private static final String ALERT = "EVIDENCE_UNSIGNED";

    private final Ledger ledger;
    private final Alerts alerts;
    private final Clock clock;
    private final ManagedRootSigner signer;
    private final HeadSigning signing;
    private final MeterRegistry metrics;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "evidence-signer");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ScheduledFuture<?> turns;
    private boolean raised;

    EvidenceSigning(
            Ledger ledger, KeyService keys, DataSource database, Alerts alerts, Clock clock, MeterRegistry metrics) {
        this.ledger = ledger;
        this.alerts = alerts;
        this.clock = clock;
        this.metrics = metrics;
        this.signer = new ManagedRootSigner(keys);
        JdbcHeadSignatures store = new JdbcHeadSignatures(database, signer::publicKey);
        this.signing = new HeadSigning(ledger::head, signer, store, HeadSigning.Settings.DEFAULT, clock);
    }

    @Produces
    RootSigner signer() {
        return signer;
    }

    /** Before the ledger starts: from then on an intent is taken only while signing keeps up. */
    void prepare() {
        signer.prepare(clock.instant());
        ledger.releaseOnlyWhile(signing);
    }

    /** After the ledger started. */
    void start() {
        turns = signing.start(worker, this::record);
        Gauge.builder(
                        "hub.ledger.signing.lag.seconds",
                        signing,
                        known -> known.lag().toMillis() / 1_000.0)
                .description("How long durable batches have been without signature at most")
                .register(metrics);
        Gauge.builder("hub.ledger.signatures", signing, HeadSigning::signatures)
                .description("Heads signed since start")
                .register(metrics);
    }

    /** Raises the alert while signing fails, and clears it after. */
    void watch() {
        String trouble = signing.why() != null ? "STOPPED" : signing.trouble();
        if (trouble != null) {
            alerts.raise(
                    ALERT,
                    ledger.node(),
                    signing.why() != null ? "存证链头无法签名，已停止放行。" : "存证链头签名失败，超过时限将停止放行。",
                    signing.why() != null
                            ? "Heads of the evidence chain cannot be signed; nothing is released."
                            : "Signing heads of the evidence chain fails; past the limit nothing will be released.",
                    null);
            raised = true;
        } else if (raised) {
            alerts.clear(ALERT, ledger.node());
            raised = false;
        }
    }

    /** After the ledger closed: signs what it wrote last. */
    void stop() {
        ScheduledFuture<?> running = turns;
        if (running != null) {
            running.cancel(false);
        }
        worker.shutdownNow();
        signing.turn(this::record);
    }

    private void record(Gap gap) {
        ledger.appendLater(EvidenceEntry.of(gap));
    }
}
