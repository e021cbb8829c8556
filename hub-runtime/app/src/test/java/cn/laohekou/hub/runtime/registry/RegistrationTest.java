package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.OFFICER;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.json;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written: checked as a whole, stored once. */
class RegistrationTest {

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
    void anIdempotencyKeyGivesTheFirstAnswerAndIsNotReused() {
        fixture.withCity();
        Call first = new Call(CIVIL, "key-1", "POST a");
        ObjectNode created = registry.registrations()
                .create(first, ObjectKind.CONNECTOR, fixture.request(CIVIL, "civil-address", CONNECTOR));
        fixture.submit(CIVIL, ObjectKind.CONNECTOR, "civil-address");

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
    void anIdempotencyKeyIsForgottenAfterADay() throws SQLException {
        fixture.withCity();
        registry.registrations()
                .create(
                        new Call(CIVIL, "key-1", "POST a"),
                        ObjectKind.CONNECTOR,
                        fixture.request(CIVIL, "civil-address", CONNECTOR));
        try (Connection connection = fixture.owner.getConnection()) {
            Sql.update(
                    connection,
                    "UPDATE registry.idempotency_key SET created_at = created_at - interval '24 hours 1 second'");
        }

        registry.registrations()
                .create(
                        new Call(CIVIL, "key-1", "POST b"),
                        ObjectKind.CONNECTOR,
                        fixture.request(CIVIL, "civil-other", CONNECTOR));

        assertThat(fixture.number("SELECT count(*) FROM registry.idempotency_key"))
                .isEqualTo(1);
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
}
