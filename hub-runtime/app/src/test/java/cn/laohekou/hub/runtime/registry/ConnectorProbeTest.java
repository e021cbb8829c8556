package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody decides on a connector of which nobody knows whether its counterpart answers. */
class ConnectorProbeTest {

    private static final String NAME = "civil-address";

    private RegistryFixture fixture;
    private Registry registry;

    @BeforeEach
    void register() throws Exception {
        fixture = new RegistryFixture().withCity();
        registry = fixture.registry;
        registry.registrations().create(by(CIVIL), ObjectKind.CONNECTOR, fixture.request(CIVIL, NAME, CONNECTOR));
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    @Test
    void aRevisionThatWasNotProbedIsNotSubmitted() {
        refused(this::submit, ErrorCode.PROBE_MISSING);

        fixture.probe(CIVIL, NAME, true);
        submit();

        assertThat(seenByTheApprover().path("state").asText()).isEqualTo("submitted");
    }

    @Test
    void aCounterpartThatIsDownCanBeApprovedByWhoKnowsIt() {
        assertThat(fixture.probe(CIVIL, NAME, false)
                        .path("revision")
                        .path("state")
                        .asText())
                .isEqualTo("validated");
        submit();

        JsonNode seen = seenByTheApprover();
        assertThat(seen.path("probeAnswered").isBoolean()).isTrue();
        assertThat(seen.path("probeAnswered").asBoolean()).isFalse();
        assertThat(seen.path("probeResult").asText()).isEqualTo("结果。 A result.");
        assertThat(seen.path("probedBy").asText()).isEqualTo("min");
        registry.decisions().approve(by(SECURITY), ObjectKind.CONNECTOR, NAME, null);
        assertThat(registry.state().current().connectors()).hasSize(1);
    }

    @Test
    void theLastProbeCounts() {
        assertThat(fixture.probe(CIVIL, NAME, true)
                        .path("revision")
                        .path("state")
                        .asText())
                .isEqualTo("probed");
        JsonNode after = fixture.probe(CIVIL, NAME, false).path("revision");

        assertThat(after.path("state").asText()).isEqualTo("validated");
        assertThat(after.path("probeAnswered").asBoolean()).isFalse();
    }

    @Test
    void aNewRevisionIsProbedAnew() {
        fixture.probe(CIVIL, NAME, true);
        registry.registrations()
                .revise(by(CIVIL), ObjectKind.CONNECTOR, fixture.request(CIVIL, NAME, CONNECTOR.replace(":1'", ":2'")));

        refused(this::submit, ErrorCode.PROBE_MISSING);
    }

    private void submit() {
        registry.decisions().submit(by(CIVIL), ObjectKind.CONNECTOR, NAME);
    }

    private JsonNode seenByTheApprover() {
        return registry.queries().object(SECURITY, ObjectKind.CONNECTOR, NAME).path("revision");
    }
}
