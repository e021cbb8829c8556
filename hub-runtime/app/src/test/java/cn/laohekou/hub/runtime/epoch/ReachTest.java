package cn.laohekou.hub.runtime.epoch;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.ObjectState;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.policy.Grant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes over one PostgreSQL that have no other way to hear of each other. */
@SuppressWarnings("NullAway.Init") // set before each test
class ReachTest {

    private RegistryFixture fixture;
    private Registry other;
    private EpochLease lease;
    private EpochWatch watch;
    private volatile CompletionStage<Void> recheck = CompletableFuture.completedFuture(null);
    private volatile boolean reachable = true;

    @BeforeEach
    void open() throws Exception {
        fixture = new RegistryFixture().withGrant();
        fixture.registry.onRestricted(new EpochSpread(fixture.runtime, "node-1", () -> {})::await);
        other = fixture.anotherNode();
        other.state().reload();
        lease = new EpochLease();
        watch = new EpochWatch(this::connection, "node-2", lease, new Other());
        watch.start();
    }

    @AfterEach
    void close() throws SQLException {
        watch.close();
        fixture.close();
    }

    @Test
    void whenARevocationIsAcknowledgedTheOtherNodeReleasesNothingMoreUnderTheFormerPolicy() {
        long before = other.state().current().policy().epoch();
        assertThat(lease.allows(before)).isTrue();

        revoke();

        assertThat(lease.allows(before)).isFalse();
        assertThat(lease.epoch()).isEqualTo(before + 1);
    }

    @Test
    void theOtherNodeReadsThePolicyWithoutBeingTold() {
        revoke();

        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> other.state()
                                .current()
                                .policy()
                                .grants("city-operation", "standard-address")
                                .get(0)
                                .grant()
                                .state()
                        == Grant.State.REVOKED);
    }

    @Test
    void aNodeThatHangsIsWaitedForUntilItsLeaseHasRunOut() {
        long before = other.state().current().policy().epoch();
        watch.close();

        revoke();

        assertThat(lease.allows(before)).isFalse();
    }

    @Test
    void aNodeThatCannotReadTheDatabaseStopsReleasingAndGoesOnWhenItCan() throws SQLException {
        long before = other.state().current().policy().epoch();
        reachable = false;
        cutConnectionOfTheOther();
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> !lease.allows(before));
        reachable = true;
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> lease.allows(before));
    }

    @Test
    void theOtherNodeSaysThatItActsOnANewPolicyOnlyWhenNothingOldIsReleasedAnyMore() {
        CompletableFuture<Void> running = new CompletableFuture<>();
        recheck = running;
        long before = other.state().current().policy().epoch();

        revoke();

        assertThat(confirmed()).isEqualTo(before);
        assertThat(lease.allows(before)).isFalse();
        running.complete(null);
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> confirmed() == before + 1);
    }

    private void revoke() {
        fixture.registry.running().step(Call.of(SECURITY), ObjectKind.GRANT, "city-address", ObjectState.Step.REVOKE);
    }

    private Connection connection() throws SQLException {
        if (!reachable) {
            throw new SQLException("unreachable");
        }
        Connection opened = fixture.runtime.getConnection();
        opened.setClientInfo("ApplicationName", "the-other-node");
        return opened;
    }

    private void cutConnectionOfTheOther() throws SQLException {
        query(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'the-other-node'");
    }

    private long confirmed() {
        try {
            return query("SELECT epoch FROM registry.node_epoch WHERE node = 'node-2'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long query(String sql) throws SQLException {
        try (Connection connection = fixture.runtime.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private final class Other implements EpochWatch.Node {

        @Override
        public long changeNumber() {
            return other.state().current().changeNumber();
        }

        @Override
        public void reload() {
            try {
                other.state().reloadIfChanged();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public CompletionStage<Void> recheck() {
            return recheck;
        }
    }
}
