package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.security.crypto.SecretValue;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is approved runs; what is not runs nowhere. */
class RegistryTest {

    private RegistryFixture fixture;
    private Registry registry;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture();
        registry = fixture.registry;
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private void revise(Actor actor, ObjectKind kind, String name, String spec) {
        registry.registrations().revise(by(actor), kind, fixture.request(actor, name, spec));
    }

    private long audits() throws SQLException {
        return fixture.number("SELECT count(*) FROM ledger.record WHERE kind = 5");
    }

    @Test
    void whatIsApprovedStandsInTheSnapshotAndNothingElseDoes() {
        fixture.withCity();
        fixture.submitted(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        assertThat(registry.state().current().connectors()).isEmpty();

        registry.decisions().approve(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", "ok");

        assertThat(registry.state().current().connectors()).singleElement().satisfies(connector -> {
            assertThat(connector.name()).isEqualTo("civil-address");
            assertThat(connector.revision()).isEqualTo(1);
            assertThat(connector.limits()).isEqualTo(Limits.DEFAULT);
            assertThat(connector.settings().get())
                    .containsEntry("password", SecretValue.of("tOp-sEcret-1"))
                    .containsEntry("baseUrl", "http://127.0.0.1:1");
        });
    }

    @Test
    void theApprovedRevisionRunsOnWhileANewerOneWaits() {
        fixture.withGrant();
        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR.replace(":1'", ":2'"));
        fixture.submit(CIVIL, ObjectKind.CONNECTOR, "civil-address");

        assertThat(registry.state().current().connectors().get(0).revision()).isEqualTo(1);

        registry.decisions().approve(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", null);

        assertThat(registry.state().current().connectors().get(0).revision()).isEqualTo(2);
    }

    @Test
    void whoeverSubmittedCannotApprove() {
        fixture.withCity();
        Actor both = new Actor(
                "an", RegistryFixture.CIVIL_AFFAIRS, Set.of(Actor.OPERATOR, "security-administrator"), "127.0.0.1");
        fixture.submitted(both, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);

        refused(
                () -> registry.decisions().approve(by(both), ObjectKind.CONNECTOR, "civil-address", null),
                ErrorCode.SUBMITTER_CANNOT_APPROVE);
        assertThat(registry.state().current().connectors()).isEmpty();
    }

    @Test
    void whatWasNotSubmittedCannotBeApproved() {
        fixture.withCity();
        registry.registrations()
                .create(by(CIVIL), ObjectKind.CONNECTOR, fixture.request(CIVIL, "civil-address", CONNECTOR));

        refused(
                () -> registry.decisions().approve(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", null),
                ErrorCode.STATE_CONFLICT);
    }

    @Test
    void aRejectedRevisionNeverRuns() {
        fixture.withCity();
        fixture.submitted(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        registry.decisions().reject(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", Grounds.of("no"));

        refused(
                () -> registry.decisions().approve(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", null),
                ErrorCode.STATE_CONFLICT);
        refused(
                () -> registry.running().rollback(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", 1),
                ErrorCode.NOT_FORMERLY_APPROVED);
        assertThat(registry.state().current().connectors()).isEmpty();
    }

    @Test
    void theSameStepAgainChangesNothing() throws SQLException {
        fixture.withGrant();
        registry.running().step(by(SECURITY), ObjectKind.GRANT, "city-address", ObjectState.Step.SUSPEND);
        long epoch = fixture.epoch();
        long audits = audits();

        registry.running().step(by(SECURITY), ObjectKind.GRANT, "city-address", ObjectState.Step.SUSPEND);
        registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "city-address", null);

        assertThat(fixture.epoch()).isEqualTo(epoch);
        assertThat(audits()).isEqualTo(audits);
    }

    @Test
    void aRegistrationThatWidensDoesNotRaiseTheEpoch() throws SQLException {
        long before = fixture.epoch();
        fixture.withGrant();

        assertThat(fixture.epoch()).isEqualTo(before);
    }

    @Test
    void rollbackGoesOnlyToAFormerlyApprovedRevision() {
        fixture.withGrant();
        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR.replace(":1'", ":2'"));
        refused(
                () -> registry.running().rollback(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", 2),
                ErrorCode.NOT_FORMERLY_APPROVED);
        refused(
                () -> registry.running().rollback(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", 3),
                ErrorCode.NOT_FORMERLY_APPROVED);
        fixture.submit(CIVIL, ObjectKind.CONNECTOR, "civil-address");
        registry.decisions().approve(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", null);

        registry.running().rollback(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", 1);

        assertThat(registry.state().current().connectors().get(0).revision()).isEqualTo(1);
    }

    @Test
    void aRetiredConnectorIsNotDesiredAndNeverComesBack() {
        fixture.withGrant();

        registry.running().step(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", ObjectState.Step.RETIRE);

        assertThat(registry.state().current().connectors()).isEmpty();
        refused(
                () -> revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR.replace(":1'", ":2'")),
                ErrorCode.STATE_CONFLICT);
    }

    @Test
    void anotherNodesChangeIsSeenAtTheNextLook() throws SQLException {
        fixture.withGrant();
        PolicyState other = fixture.anotherNode().state();
        assertThat(other.reloadIfChanged()).isTrue();
        assertThat(other.reloadIfChanged()).isFalse();

        registry.running().step(by(SECURITY), ObjectKind.GRANT, "city-address", ObjectState.Step.SUSPEND);

        assertThat(other.reloadIfChanged()).isTrue();
        assertThat(other.current().policy().epoch()).isEqualTo(fixture.epoch());
    }
}
