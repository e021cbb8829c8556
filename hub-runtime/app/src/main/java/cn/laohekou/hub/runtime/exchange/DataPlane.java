package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.credential.CredentialUse;
import cn.laohekou.hub.runtime.credential.SeenSignatures;
import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.evidence.QuotaCounts;
import cn.laohekou.hub.runtime.file.FileWays;
import cn.laohekou.hub.runtime.quota.HazelcastTokenSource;
import cn.laohekou.hub.runtime.quota.Quotas;
import cn.laohekou.hub.runtime.quota.RateLimiter;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.identity.TokenVerifier;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import com.hazelcast.core.HazelcastInstance;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The data plane of one node. Until {@link #run} it refuses every exchange, because no connector runs.
 *
 * <p>Thread-safe.
 */
public final class DataPlane {

    private final Gate gate;
    private volatile Legs legs = connector -> null;
    private volatile EventIntake events = EventIntake.CLOSED;

    private DataPlane(GateFactory.Parts parts, Path spoolFolder, @Nullable Path gatewayCertificate) throws IOException {
        this.gate = GateFactory.build(
                parts, spoolFolder, gatewayCertificate, connector -> legs.way(connector), () -> events);
    }

    /** Gathers the parts of a data plane. */
    public static final class Builder {

        private final DataSource database;
        private final ZoneId zone;
        private final ExecutorService blocking;
        private final Clock clock;

        /**
         * @param database connections of the run-time role
         * @param zone zone whose calendar counts
         * @param blocking runs what may block
         * @param clock wall clock
         */
        public Builder(DataSource database, ZoneId zone, ExecutorService blocking, Clock clock) {
            this.database = database;
            this.zone = zone;
            this.blocking = blocking;
            this.clock = clock;
        }

        /**
         * Builds it.
         *
         * @param registry what is approved
         * @param tokens verifies callers
         * @param ledger evidence
         * @param keys digests
         * @param consumers keys that belong to consumers
         * @param lease whether a policy is known to be in force
         * @param keyService the hub's own keys
         * @param hazelcast this node's member
         * @param metrics where figures go
         * @param seen tells replays of signed calls
         * @param use notes uses of credentials
         * @param spoolFolder folder of encrypted spool files
         * @param gatewayCertificate PEM file of the gateway's own certificate; null when there is none
         */
        public DataPlane build(
                Registry registry,
                TokenVerifier tokens,
                Ledger ledger,
                EvidenceKeys keys,
                ConsumerKeyring consumers,
                EpochLease lease,
                KeyService keyService,
                HazelcastInstance hazelcast,
                MeterRegistry metrics,
                SeenSignatures seen,
                CredentialUse use,
                Path spoolFolder,
                @Nullable Path gatewayCertificate)
                throws IOException {
            HazelcastTokenSource source = new HazelcastTokenSource(hazelcast);
            QuotaCounts counts = new QuotaCounts(database);
            GateFactory.Parts parts = new GateFactory.Parts(
                    tokens,
                    registry.state(),
                    ledger,
                    keys,
                    consumers,
                    lease,
                    keyService,
                    new RateLimiter(source, System::nanoTime),
                    new Quotas(source, (grant, from) -> used(counts, grant, from.toInstant()), zone),
                    metrics,
                    seen,
                    use,
                    clock,
                    blocking);
            return new DataPlane(parts, spoolFolder, gatewayCertificate);
        }

        private CompletionStage<Long> used(QuotaCounts counts, String grant, Instant from) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            QuotaCounts.Used used = counts.countsSince(List.of(grant), from, from)
                                    .get(grant);
                            return used == null ? 0L : used.month();
                        } catch (SQLException e) {
                            throw new CompletionException(e);
                        }
                    },
                    blocking);
        }
    }

    Gate gate() {
        return gate;
    }

    /** Lets exchanges reach connectors. */
    public void run(ConnectorLegs connectors) {
        legs = connectors;
    }

    /** Lets messages in. */
    public void take(EventIntake intake) {
        events = intake;
    }

    /**
     * The gate as deliveries pass it.
     *
     * @param executor runs what follows the ledger's answer
     */
    public DeliveryGate deliveries(Executor executor) {
        return new DeliveryGate(gate, executor);
    }

    /** The gate as messages that come in through connectors pass it. */
    public PublishGate publishing() {
        return new PublishGate(gate);
    }

    /** The way of files to the connectors of this node; leads nowhere until {@link #run}. */
    public FileWays fileWays() {
        return new FileLegs(connector -> legs.way(connector));
    }

    /** Decides again about everything that is being released; completes when nothing goes on under an older policy. */
    public CompletionStage<Void> recheckReleases() {
        return gate.releases().recheck(gate.refresh());
    }

    /** Hands the counts of finished minutes to the ledger. */
    public void flushStrangers() {
        gate.strangers().flush(gate.clock().instant(), false);
    }

    /** Hands over the rest and lets no exchange reach a connector any more. */
    public void stop() {
        legs = connector -> null;
        events = EventIntake.CLOSED;
        gate.strangers().flush(gate.clock().instant(), true);
    }
}
