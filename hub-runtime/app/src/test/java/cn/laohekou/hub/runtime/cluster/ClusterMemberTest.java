package cn.laohekou.hub.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterMemberTest {

    private static final String HOST = "127.0.0.1";

    @AfterEach
    void stop() {
        Hazelcast.shutdownAll();
    }

    @Test
    void zeroTakesAFreePortAndAnyOtherIsTakenExactly() {
        HazelcastInstance free = member("one", 0);
        int port = free.getCluster().getLocalMember().getAddress().getPort();
        assertThat(port).isPositive();

        assertThatThrownBy(() -> member("two", port))
                .as("a member that listened elsewhere would not be found by the others")
                .hasMessageContaining(Integer.toString(port));

        free.shutdown();
        assertThat(member("two", port)
                        .getCluster()
                        .getLocalMember()
                        .getAddress()
                        .getPort())
                .isEqualTo(port);
    }

    private static HazelcastInstance member(String node, int port) {
        return Hazelcast.newHazelcastInstance(ClusterMember.configuration(node, HOST, port, List.of()));
    }
}
