package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.OFFICER;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.RESOURCE;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.json;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.security.crypto.SecretValue;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Grant;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        registry.decisions().submit(by(CIVIL), ObjectKind.CONNECTOR, "civil-address");

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
        registry.decisions().reject(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", "no");

        refused(
                () -> registry.decisions().approve(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", null),
                ErrorCode.STATE_CONFLICT);
        refused(
                () -> registry.running().rollback(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", 1),
                ErrorCode.NOT_FORMERLY_APPROVED);
        assertThat(registry.state().current().connectors()).isEmpty();
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
    void everyWriteLeavesAnAuditRecordWithSecretsMasked() throws SQLException {
        long before = audits();
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);

        // Three departments, a purpose, a system; then create, submit and approve.
        assertThat(audits() - before).isEqualTo(8);
        assertThat(fixture.number("SELECT count(*) FROM ledger.record"
                        + " WHERE kind = 5 AND convert_from(body, 'UTF8') LIKE '%connector.approve%'"
                        + " AND convert_from(body, 'UTF8') LIKE '%\"user\":\"an\"%'"
                        + " AND convert_from(body, 'UTF8') LIKE '%******%'"))
                .isEqualTo(1);
    }

    private long audits() throws SQLException {
        return fixture.number("SELECT count(*) FROM ledger.record WHERE kind = 5");
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

    @Test
    void everyBadFieldIsNamedAtOnce() {
        fixture.withCity();

        Problem problem = refused(
                () -> registry.registrations()
                        .create(
                                by(CIVIL),
                                ObjectKind.RESOURCE,
                                fixture.request(
                                        CIVIL,
                                        "standard-address",
                                        "{'connector':'none-such','sharing':'SOMETIMES','level':9,'colour':'red',"
                                                + "'operations':[{'name':'v','method':'PUT','path':'x'}],'fields':[]}")),
                ErrorCode.REGISTRATION_INVALID);

        assertThat(problem.errors())
                .extracting(FieldError::pointer)
                .contains(
                        "/spec/title",
                        "/spec/connector",
                        "/spec/sharing",
                        "/spec/level",
                        "/spec/colour",
                        "/spec/operations/0/name",
                        "/spec/operations/0/method",
                        "/spec/fields");
    }

    @Test
    void anUnknownPluginIsAnsweredWithTheKnownOnes() {
        fixture.withCity();

        Problem problem = refused(
                () -> registry.registrations()
                        .create(
                                by(CIVIL),
                                ObjectKind.CONNECTOR,
                                fixture.request(CIVIL, "civil-address", "{'plugin':'telnet'}")),
                ErrorCode.PLUGIN_UNKNOWN);

        assertThat(problem.errors().get(0).text().en()).contains("rest");
    }

    @Test
    void aDraftIsStoredUncheckedAndRunsNowhere() {
        fixture.withCity();
        registry.registrations()
                .create(
                        by(CIVIL),
                        ObjectKind.CONNECTOR,
                        new Registrations.Request("civil-address", json("{'plugin':'telnet'}"), true, false));

        refused(
                () -> registry.decisions().submit(by(CIVIL), ObjectKind.CONNECTOR, "civil-address"),
                ErrorCode.STATE_CONFLICT);
        refused(
                () -> registry.decisions().validate(by(CIVIL), ObjectKind.CONNECTOR, "civil-address"),
                ErrorCode.PLUGIN_UNKNOWN);
    }

    @Test
    void aDryRunStoresNothing() throws SQLException {
        fixture.withCity();
        registry.registrations()
                .create(
                        by(CIVIL),
                        ObjectKind.CONNECTOR,
                        new Registrations.Request("civil-address", json(CONNECTOR), false, true));

        assertThat(fixture.number("SELECT count(*) FROM registry.object")).isZero();
        assertThat(fixture.number("SELECT count(*) FROM registry.secret")).isZero();
    }

    @Test
    void theSameDocumentAgainMakesNoRevision() {
        fixture.withGrant();

        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR.replace("tOp-sEcret-1", "******"));

        assertThat(registry.queries().revisions(CIVIL, ObjectKind.CONNECTOR, "civil-address"))
                .hasSize(1);
    }

    @Test
    void aMaskKeepsTheSecretAndAnotherValueReplacesIt() {
        fixture.withGrant();
        String moved = CONNECTOR.replace(":1'", ":2'");
        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", moved.replace("tOp-sEcret-1", "******"));
        assertThat(registry.queries()
                        .candidate(CIVIL, "civil-address")
                        .settings()
                        .get())
                .containsEntry("password", SecretValue.of("tOp-sEcret-1"));

        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", moved.replace("tOp-sEcret-1", "tOp-sEcret-2"));

        assertThat(registry.queries()
                        .candidate(CIVIL, "civil-address")
                        .settings()
                        .get())
                .containsEntry("password", SecretValue.of("tOp-sEcret-2"));
    }

    @Test
    void aSecretIsNeverReadBack() {
        fixture.withGrant();

        String seen = registry.queries().object(CIVIL, ObjectKind.CONNECTOR, "civil-address")
                + registry.queries()
                        .revisions(CIVIL, ObjectKind.CONNECTOR, "civil-address")
                        .toString()
                + registry.queries().diff(CIVIL, ObjectKind.CONNECTOR, "civil-address")
                + registry.state().current().connectors();

        assertThat(seen).contains(SecretValue.MASK).doesNotContain("tOp-sEcret").doesNotContain("$secret");
    }

    @Test
    void aReferenceToSomebodyElsesSecretIsNoSecret() throws SQLException {
        fixture.withGrant();
        String id;
        try (var connection = fixture.owner.getConnection()) {
            id = Sql.list(connection, "SELECT id FROM registry.secret", row -> row.getString(1))
                    .get(0);
        }
        String stolen =
                "{'plugin':'rest','settings':{'baseUrl':'http://127.0.0.1:9','password':{'$secret':'" + id + "'}}}";

        registry.registrations()
                .create(by(OFFICER), ObjectKind.CONNECTOR, fixture.request(OFFICER, "police-address", stolen));

        assertThat(registry.queries()
                        .candidate(OFFICER, "police-address")
                        .settings()
                        .get())
                .doesNotContainKey("password");
    }

    @Test
    void aDumpOfTheDatabaseRevealsNoSecret() throws SQLException {
        fixture.withGrant();
        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR.replace("tOp-sEcret-1", "tOp-sEcret-2"));

        String dump = DatabaseDump.of(fixture.owner);

        assertThat(dump).contains("civil-address").contains("city-operation").doesNotContain("tOp-sEcret");
        assertThat(dump).doesNotContain(HexFormat.of().formatHex("tOp-sEcret".getBytes(StandardCharsets.UTF_8)));
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
        registry.decisions().submit(by(CIVIL), ObjectKind.CONNECTOR, "civil-address");
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
    void aDisabledSystemIsDisabledInTheSnapshot() throws SQLException {
        fixture.withGrant();
        long before = fixture.epoch();

        registry.systems().enable(by(SECURITY), "city-operation", false);

        assertThat(registry.state().current().policy().system("city-operation"))
                .isEqualTo(new ConsumerSystem("city-operation", RegistryFixture.CITY, false));
        assertThat(fixture.epoch()).isGreaterThan(before);
    }

    @Test
    void aPurposeSwitchedOffIsGrantedToNobody() {
        fixture.withGrant();

        registry.directory()
                .purpose(
                        by(RegistryFixture.SYSTEM_ADMIN),
                        json("{'title':'低保审核','basis':'办法第十一条','enabled':false}"),
                        "welfare-check");

        assertThat(registry.state()
                        .current()
                        .policy()
                        .grants("city-operation", "standard-address")
                        .get(0)
                        .grant()
                        .purposes())
                .isEmpty();
    }

    @Test
    void anIdempotencyKeyGivesTheFirstAnswerAndIsNotReused() {
        fixture.withCity();
        Call first = new Call(CIVIL, "key-1", "POST a");
        ObjectNode created = registry.registrations()
                .create(first, ObjectKind.CONNECTOR, fixture.request(CIVIL, "civil-address", CONNECTOR));
        registry.decisions().submit(by(CIVIL), ObjectKind.CONNECTOR, "civil-address");

        ObjectNode again = registry.registrations()
                .create(first, ObjectKind.CONNECTOR, fixture.request(CIVIL, "civil-address", CONNECTOR));

        assertThat(again).isEqualTo(created);
        refused(
                () -> registry.registrations()
                        .create(
                                new Call(CIVIL, "key-1", "POST b"),
                                ObjectKind.CONNECTOR,
                                fixture.request(CIVIL, "civil-other", CONNECTOR)),
                ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    @Test
    void aTakenNameIsRefused() {
        fixture.withGrant();

        refused(
                () -> registry.registrations()
                        .create(
                                by(OFFICER),
                                ObjectKind.CONNECTOR,
                                fixture.request(OFFICER, "civil-address", CONNECTOR)),
                ErrorCode.ALREADY_EXISTS);
        refused(
                () -> registry.systems().write(by(OFFICER), json("{'id':'city-operation','name':'x'}"), null),
                ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void aSystemCannotTakeTheNameOfTheHubsOwnClients() {
        fixture.withCity();
        for (String id : List.of("hub", "hub-cli", "hub-provisioner", "realm-management", "admin-cli")) {
            refused(
                    () -> registry.systems().write(by(CIVIL), json("{'id':'" + id + "','name':'x'}"), null),
                    ErrorCode.REGISTRATION_INVALID);
        }
    }

    @Test
    void aNameIsNoOutgoingAddress() {
        fixture.withCity();

        Problem problem = refused(
                () -> registry.addresses()
                        .allow(
                                by(SECURITY),
                                json("{'department':'" + RegistryFixture.CIVIL_AFFAIRS
                                        + "','block':'evil.example','port':443,'reason':'x'}")),
                ErrorCode.REGISTRATION_INVALID);

        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly("/block");
    }

    @Test
    void aWithdrawnAddressIsNotAllowedAndRaisesTheEpoch() throws SQLException {
        fixture.withCity();
        ObjectNode allowed = registry.addresses()
                .allow(
                        by(SECURITY),
                        json("{'department':'" + RegistryFixture.CIVIL_AFFAIRS
                                + "','block':'10.42.0.0/24','port':443,'reason':'x'}"));
        assertThat(registry.state().current().outgoing()).containsKey(RegistryFixture.CIVIL_AFFAIRS);
        long before = fixture.epoch();

        registry.addresses()
                .withdraw(by(SECURITY), UUID.fromString(allowed.path("id").asText()));

        assertThat(registry.state().current().outgoing()).isEmpty();
        assertThat(fixture.epoch()).isGreaterThan(before);
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
