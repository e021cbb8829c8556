package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.OFFICER;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.RESOURCE;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.security.policy.Grant;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has to agree to a grant, and when it is out of force. */
class GrantDecisionTest {

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

    private Grant.State grantState() {
        return registry.state()
                .current()
                .policy()
                .grants("city-operation", "standard-address")
                .get(0)
                .grant()
                .state();
    }

    private void revise(Actor actor, ObjectKind kind, String name, String spec) {
        registry.registrations().revise(by(actor), kind, fixture.request(actor, name, spec));
    }

    @Test
    void aGrantNeedsTheProvidersConsent() {
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "standard-address", RESOURCE);
        ObjectNode grant =
                fixture.submitted(CITY_OPERATOR, ObjectKind.GRANT, "city-address", RegistryFixture.grant(""));
        assertThat(grant.path("provider").asText()).isEqualTo(RegistryFixture.CIVIL_AFFAIRS);

        refused(
                () -> registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "city-address", null),
                ErrorCode.CONSENT_MISSING);
        refused(() -> registry.decisions().consent(by(CITY_OPERATOR), "city-address"), ErrorCode.NOT_YOUR_DEPARTMENT);
        refused(() -> registry.decisions().consent(by(OFFICER), "city-address"), ErrorCode.NOT_FOUND);
        registry.decisions().consent(by(CIVIL), "city-address");
        registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "city-address", null);

        assertThat(grantState()).isEqualTo(Grant.State.ACTIVE);
    }

    @Test
    void aNewRevisionOfAGrantNeedsConsentAnew() {
        fixture.withGrant();
        revise(CITY_OPERATOR, ObjectKind.GRANT, "city-address", RegistryFixture.grant(",'perDay':5"));
        registry.decisions().submit(by(CITY_OPERATOR), ObjectKind.GRANT, "city-address");

        refused(
                () -> registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "city-address", null),
                ErrorCode.CONSENT_MISSING);
    }

    @Test
    void aRevokedGrantIsOutOfForceBeforeTheAnswerAndRaisesTheEpoch() throws SQLException {
        fixture.withGrant();
        long before = fixture.epoch();

        registry.running().step(by(SECURITY), ObjectKind.GRANT, "city-address", ObjectState.Step.REVOKE);

        assertThat(grantState()).isEqualTo(Grant.State.REVOKED);
        assertThat(fixture.epoch()).isGreaterThan(before);
        assertThat(registry.state().current().policy().epoch()).isEqualTo(fixture.epoch());
        refused(
                () -> registry.running().step(by(SECURITY), ObjectKind.GRANT, "city-address", ObjectState.Step.RESUME),
                ErrorCode.STATE_CONFLICT);
    }

    @Test
    void anotherDepartmentsObjectsCannotBeChangedOrSeen() {
        fixture.withGrant();

        refused(() -> revise(OFFICER, ObjectKind.CONNECTOR, "civil-address", CONNECTOR), ErrorCode.NOT_FOUND);
        refused(
                () -> registry.decisions().submit(by(OFFICER), ObjectKind.CONNECTOR, "civil-address"),
                ErrorCode.NOT_FOUND);
        refused(
                () -> registry.running()
                        .step(by(OFFICER), ObjectKind.CONNECTOR, "civil-address", ObjectState.Step.PAUSE),
                ErrorCode.NOT_FOUND);
        refused(
                () -> registry.running().step(by(OFFICER), ObjectKind.GRANT, "city-address", ObjectState.Step.REVOKE),
                ErrorCode.NOT_FOUND);
        refused(() -> registry.queries().object(OFFICER, ObjectKind.CONNECTOR, "civil-address"), ErrorCode.NOT_FOUND);
        refused(() -> registry.queries().object(OFFICER, ObjectKind.GRANT, "city-address"), ErrorCode.NOT_FOUND);
        refused(() -> registry.queries().system(OFFICER, "city-operation"), ErrorCode.NOT_FOUND);
        assertThat(registry.queries()
                        .objects(OFFICER, ObjectKind.CONNECTOR, "", 10)
                        .items())
                .isEmpty();
        assertThat(registry.queries().systems(OFFICER, "", 10).items()).isEmpty();
        assertThat(registry.queries()
                        .objects(OFFICER, ObjectKind.RESOURCE, "", 10)
                        .items())
                .hasSize(1);
    }

    @Test
    void aSystemOfAnotherDepartmentGetsNoGrant() {
        fixture.withGrant();

        Problem problem = refused(
                () -> registry.registrations()
                        .create(
                                by(OFFICER),
                                ObjectKind.GRANT,
                                fixture.request(OFFICER, "police-address", RegistryFixture.grant(""))),
                ErrorCode.REGISTRATION_INVALID);

        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly("/spec/system");
    }
}
