package cn.laohekou.hub.runtime.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts this node's Hazelcast member: members by explicit list, no discovery, bound to one interface. */
@ApplicationScoped
class ClusterMember {

    /** Where the members of a cluster look for each other unless told otherwise. */
    private static final int CLUSTER_PORT = 5701;

    private static final int OPERATION_THREADS = 2;

    /** Produces the member; it lives as long as the hub. */
    @Produces
    @Singleton
    HazelcastInstance member(
            @ConfigProperty(name = "hub.node", defaultValue = "node-1") String node,
            @ConfigProperty(name = "hub.cluster.host", defaultValue = "127.0.0.1") String host,
            @ConfigProperty(name = "hub.cluster.port") Optional<Integer> port,
            @ConfigProperty(name = "hub.cluster.members") Optional<List<String>> members) {
        List<String> others = members.orElse(List.of());
        return Hazelcast.newHazelcastInstance(
                configuration(node, host, port.orElse(others.isEmpty() ? 0 : CLUSTER_PORT), others));
    }

    /**
     * The member's configuration.
     *
     * @param node name of this node
     * @param host interface to bind
     * @param port exactly the port to bind; 0 takes a free one, as a hub of one node does by default
     * @param members other members as {@code host:port}; empty for a hub of one node, which then joins nobody
     */
    static Config configuration(String node, String host, int port, List<String> members) {
        Config config = new Config("laohekou-hub-" + node);
        config.setClusterName("laohekou-hub");
        config.setProperty("hazelcast.logging.type", "jdk");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.operation.thread.count", Integer.toString(OPERATION_THREADS));
        config.setProperty("hazelcast.operation.generic.thread.count", Integer.toString(OPERATION_THREADS));
        config.setProperty("hazelcast.io.thread.count", "1");
        config.setProperty("hazelcast.event.thread.count", "1");
        config.getJetConfig().setEnabled(false);
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(port).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(host);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(!members.isEmpty()).setMembers(members);
        return config;
    }

    void stop(@Observes ShutdownEvent stopping) {
        Hazelcast.shutdownAll();
    }
}
