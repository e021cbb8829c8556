package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.epoch.CommitGate;
import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.epoch.EpochSpread;
import cn.laohekou.hub.runtime.epoch.EpochWatch;
import cn.laohekou.hub.runtime.evidence.WriterConnections;
import cn.laohekou.hub.runtime.exchange.DataPlane;
import cn.laohekou.hub.runtime.file.Publications;
import cn.laohekou.hub.runtime.registry.Registry;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.topic.ITopic;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes a restricting change reach everything that runs, here and on every other node. Hazelcast carries the news; what
 * the news change is only how soon a node looks, never whether it may release.
 */
@ApplicationScoped
class Reach {

    private static final Logger LOG = Logger.getLogger("hub.epoch");
    private static final String TOPIC = "policy-changed";

    private final Registry registry;
    private final EpochLease lease;
    private final DataPlane plane;
    private final CommitGate commits;
    private final Publications publications;
    private final WriterConnections connections;
    private final DataSource database;
    private final HazelcastInstance hazelcast;
    private final ExecutorService blocking;
    private final HubConfig config;
    private final AtomicBoolean reloading = new AtomicBoolean();
    private @Nullable EpochWatch watch;

    Reach(
            Registry registry,
            EpochLease lease,
            DataPlane plane,
            CommitGate commits,
            Publications publications,
            WriterConnections connections,
            DataSource database,
            HazelcastInstance hazelcast,
            ExecutorService blocking,
            HubConfig config) {
        this.registry = registry;
        this.lease = lease;
        this.plane = plane;
        this.commits = commits;
        this.publications = publications;
        this.connections = connections;
        this.database = database;
        this.hazelcast = hazelcast;
        this.blocking = blocking;
        this.config = config;
    }

    /** Begins to watch; the policy has been read. */
    void start() {
        registry.state().addListener(snapshot -> lease.raised(snapshot.policy().epoch()));
        EpochWatch started = new EpochWatch(connections, config.node(), lease, new ThisNode());
        watch = started;
        ITopic<Long> topic = hazelcast.getTopic(TOPIC);
        topic.addMessageListener(message -> started.wake());
        started.start();
        EpochSpread spread = new EpochSpread(database, config.node(), () -> tell(topic));
        registry.onRestricted(() -> {
            publications.await();
            spread.await();
            commits.awaitDrained();
        });
    }

    void stop() {
        EpochWatch running = watch;
        if (running != null) {
            running.close();
        }
    }

    /** Nobody depends on this message: a node that does not get it reads the database all the same. */
    private void tell(ITopic<Long> topic) {
        try {
            CompletionStage<Void> unused =
                    topic.publishAsync(registry.state().current().policy().epoch());
        } catch (HazelcastInstanceNotActiveException e) {
            LOG.debug("the cluster's memory is down; the others learn from the database");
        }
    }

    private final class ThisNode implements EpochWatch.Node {

        @Override
        public long changeNumber() {
            return registry.state().current().changeNumber();
        }

        @Override
        public void reload() {
            if (reloading.compareAndSet(false, true)) {
                blocking.execute(() -> {
                    reloading.set(false);
                    try {
                        registry.state().reloadIfChanged();
                    } catch (SQLException e) {
                        LOG.debug("the registry cannot be read; the policy in force stays");
                    }
                });
            }
        }

        @Override
        public CompletionStage<Void> recheck() {
            return CompletableFuture.runAsync(publications::await, blocking)
                    .thenCompose(ended -> plane.recheckReleases())
                    .thenCompose(done -> commits.drained());
        }
    }
}
