package cn.laohekou.hub.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.registry.Names;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.signature.Credentials;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutgoingPoliciesTest {

    private final OutgoingPolicies policies = new OutgoingPolicies(new Snapshot(
            1,
            PolicySnapshot.empty(ZoneOffset.UTC),
            List.of(),
            Map.of(),
            Names.NONE,
            Credentials.NONE,
            Map.of(),
            Map.of()));

    @Test
    void aConnectorThatWasProbedAndNeverApprovedConnectsNowhereAfterwards() {
        Runnable probe = policies.probing("civil-address", "civil");
        assertThat(policies.current().departmentOf()).containsExactly(Map.entry("civil-address", "civil"));

        probe.run();

        assertThat(policies.current().departmentOf()).isEmpty();
    }

    @Test
    void aProbeEndsItsOwnPermissionOnly() {
        Runnable first = policies.probing("civil-address", "civil");
        Runnable second = policies.probing("civil-address", "civil");
        first.run();
        assertThat(policies.current().departmentOf()).containsKey("civil-address");

        second.run();
        assertThat(policies.current().departmentOf()).isEmpty();
    }
}
