package cn.laohekou.hub.runtime.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.registry.DesiredConnector;
import cn.laohekou.hub.runtime.registry.Limits;
import cn.laohekou.hub.runtime.registry.ObjectState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    private static final Instant NOW = Instant.parse("2026-03-15T04:00:00Z");

    private final FakeRuntime runtime = new FakeRuntime();
    private final List<DesiredConnector> desired = new ArrayList<>();
    private final Reconciler reconciler =
            new Reconciler(runtime, () -> desired, "node-1", Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void stop() {
        reconciler.close();
    }

    @Test
    void whatIsDesiredRunsAndWhatIsNotIsRemoved() {
        desired.add(connector("address", 3, ObjectState.ACTIVE));
        runtime.running.put("left-over", 1);
        reconciler.runOnce();

        assertThat(runtime.running).containsExactly(Map.entry("address", 3));
        assertThat(state("address")).isEqualTo(ConnectorStatus.State.RUNNING);
    }

    @Test
    void aConnectorThatCannotStartStopsNoOtherAndTellsWhy() {
        desired.add(connector("bad", 1, ObjectState.ACTIVE));
        desired.add(connector("good", 1, ObjectState.ACTIVE));
        runtime.broken.add("bad");
        reconciler.runOnce();

        assertThat(runtime.running).containsOnlyKeys("good");
        assertThat(reconciler.status("bad")).hasValueSatisfying(status -> {
            assertThat(status.state()).isEqualTo(ConnectorStatus.State.FAILED);
            assertThat(status.lastError()).isEqualTo("certificate does not parse");
            assertThat(status.runningRevision()).isZero();
        });
        assertThat(reconciler.inStep())
                .as("a failed connector is known, not overlooked")
                .isTrue();
    }

    @Test
    void aNewRevisionThatCannotStartLeavesTheOldOneRunning() {
        desired.add(connector("address", 1, ObjectState.ACTIVE));
        reconciler.runOnce();
        desired.set(0, connector("address", 2, ObjectState.ACTIVE));
        runtime.broken.add("address");
        reconciler.runOnce();

        assertThat(runtime.running).containsEntry("address", 1);
        assertThat(reconciler.status("address")).hasValueSatisfying(status -> {
            assertThat(status.desiredRevision()).isEqualTo(2);
            assertThat(status.runningRevision()).isEqualTo(1);
        });

        runtime.broken.clear();
        reconciler.runOnce();
        assertThat(runtime.running).containsEntry("address", 2);
    }

    @Test
    void nothingIsRestartedWhenNothingChanged() {
        desired.add(connector("address", 1, ObjectState.ACTIVE));
        reconciler.runOnce();
        reconciler.runOnce();

        assertThat(runtime.starts).isEqualTo(1);
    }

    @Test
    void pausingAndResumingKeepsTheRoute() {
        desired.add(connector("address", 1, ObjectState.PAUSED));
        reconciler.runOnce();
        assertThat(runtime.suspended).containsExactly("address");
        assertThat(state("address")).isEqualTo(ConnectorStatus.State.PAUSED);

        desired.set(0, connector("address", 1, ObjectState.ACTIVE));
        reconciler.runOnce();
        assertThat(runtime.suspended).isEmpty();
        assertThat(runtime.starts).isEqualTo(1);
    }

    @Test
    void aRegistryThatCannotBeReadChangesNothingThatRuns() {
        desired.add(connector("address", 1, ObjectState.ACTIVE));
        reconciler.runOnce();
        Reconciler blind = new Reconciler(
                runtime,
                () -> {
                    throw new IllegalStateException("registry down");
                },
                "node-1",
                Clock.fixed(NOW, ZoneOffset.UTC));
        blind.runOnce();
        blind.close();

        assertThat(runtime.running).containsKey("address");
        assertThat(blind.inStep()).isFalse();
    }

    private ConnectorStatus.State state(String connector) {
        return reconciler.status(connector).orElseThrow().state();
    }

    private static DesiredConnector connector(String name, int revision, ObjectState state) {
        return new DesiredConnector(name, "11420682MB1234567X", "rest", revision, Map::of, Limits.DEFAULT, state);
    }

    private static final class FakeRuntime implements Reconciler.Routes {

        private final Map<String, Integer> running = new TreeMap<>();
        private final Set<String> suspended = new HashSet<>();
        private final Set<String> broken = new HashSet<>();
        private int starts;

        @Override
        public void start(DesiredConnector desired) throws Reconciler.CannotRun {
            if (broken.contains(desired.name())) {
                throw new Reconciler.CannotRun("certificate does not parse");
            }
            starts++;
            running.put(desired.name(), desired.revision());
        }

        @Override
        public void suspend(String connector) {
            suspended.add(connector);
        }

        @Override
        public void resume(String connector) {
            suspended.remove(connector);
        }

        @Override
        public void stop(String connector) {
            running.remove(connector);
        }

        @Override
        public Set<String> connectors() {
            return Set.copyOf(running.keySet());
        }
    }
}
