package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.routes.ConnectorRoutes;
import cn.laohekou.hub.runtime.credential.CredentialUse;
import cn.laohekou.hub.runtime.credential.SeenSignatures;
import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.quota.Quotas;
import cn.laohekou.hub.runtime.quota.RateLimiter;
import cn.laohekou.hub.runtime.registry.PolicyState;
import cn.laohekou.hub.security.certificate.CertificateCheck;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.identity.TokenVerifier;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Builds the data plane from its parts; the way in for the code that wires the hub together. */
public final class GateFactory {

    /**
     * What the data plane is built from.
     *
     * @param tokens verifies callers
     * @param policy the registry's published state
     * @param ledger evidence
     * @param keys digests
     * @param consumers keys that belong to consumers
     * @param lease whether a policy is known to be in force
     * @param keyService the hub's own keys
     * @param rates sustained rates
     * @param quotas quotas
     * @param metrics where figures go
     * @param seen tells replays of signed calls
     * @param use notes uses of credentials
     * @param clock wall clock
     * @param blocking runs what may block
     */
    public record Parts(
            TokenVerifier tokens,
            PolicyState policy,
            Ledger ledger,
            EvidenceKeys keys,
            ConsumerKeyring consumers,
            EpochLease lease,
            KeyService keyService,
            RateLimiter rates,
            Quotas quotas,
            MeterRegistry metrics,
            SeenSignatures seen,
            CredentialUse use,
            Clock clock,
            Executor blocking) {}

    /** Positive findings about certificates kept at most. */
    private static final int CERTIFICATES_KEPT = 10_000;

    private GateFactory() {}

    /**
     * Builds the gate.
     *
     * @param parts what it needs
     * @param spoolFolder folder of encrypted spool files
     * @param gatewayCertificate PEM file of the gateway's own certificate; null when there is no gateway
     * @param legs ways to the connectors
     * @param events takes messages
     */
    static Gate build(
            Parts parts, Path spoolFolder, @Nullable Path gatewayCertificate, Legs legs, Supplier<EventIntake> events)
            throws IOException {
        Ledger ledger = parts.ledger();
        MemoryBudget budget = MemoryBudget.quarterOfHeap();
        PeerCertificates peers = PeerCertificates.behind(gatewayCertificate);
        return new Gate(
                parts.tokens(),
                () -> parts.policy().current().policy(),
                () -> refreshed(parts),
                ledger,
                parts.keys(),
                new ReleaseKeys(parts.consumers()),
                legs,
                parts.rates(),
                parts.quotas(),
                new SpoolFiles(spoolFolder),
                budget,
                new StrangerCounts(counts -> ledger.appendLater(EvidenceEntry.of(counts))),
                peers,
                new CallerProofs(() -> parts.policy().current().credentials(), parts.seen(), parts.use(), peers),
                new MessageSeals(parts.keyService(), () -> parts.policy().current(), budget),
                new ExchangeMetrics(parts.metrics()),
                new ReleasedFieldsCache(),
                parts.lease(),
                new ActiveReleases(),
                new SubjectCertificates(
                        new CertificateCheck(
                                CERTIFICATES_KEPT,
                                parts.clock(),
                                parts.policy().current().policy().zone()),
                        () -> parts.policy().current(),
                        legs,
                        parts.keys()),
                connector -> parts.policy().current().isActive(connector),
                parts.clock(),
                events);
    }

    /** The connectors of this node. */
    public static ConnectorLegs legs(
            CamelContext camel, ConnectorRoutes routes, Function<String, Optional<Plugin>> enabled, Vertx vertx) {
        return new ConnectorLegs(camel, routes, enabled, (millis, task) -> {
            long timer = vertx.setTimer(millis, fired -> task.run());
            return () -> vertx.cancelTimer(timer);
        });
    }

    private static CompletionStage<PolicySnapshot> refreshed(Parts parts) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        parts.policy().reload();
                        return parts.policy().current().policy();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                parts.blocking());
    }
}
