package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.json;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Systems, purposes and outgoing addresses. */
class DirectoryTest {

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
    void aSuspendedDepartmentsSystemsCallNothingUntilItIsResumed() throws SQLException {
        fixture.withGrant();
        long before = fixture.epoch();

        ObjectNode suspended = registry.directory().suspend(by(SECURITY), RegistryFixture.CITY, true, "超出用途使用");
        assertThat(suspended.path("suspended").asBoolean()).isTrue();
        assertThat(registry.state().current().policy().system("city-operation"))
                .isEqualTo(new ConsumerSystem("city-operation", RegistryFixture.CITY, true, true));
        assertThat(fixture.epoch()).isEqualTo(before + 1);
        assertThat(fixture.number("SELECT count(*) FROM ledger.record WHERE"
                        + " convert_from(body, 'UTF8') LIKE '%department.suspend%超出用途使用%'"))
                .isEqualTo(1);

        registry.directory().suspend(by(SECURITY), RegistryFixture.CITY, true, "再次");
        assertThat(fixture.epoch()).as("the same again changes nothing").isEqualTo(before + 1);
        registry.directory().suspend(by(SECURITY), RegistryFixture.CITY, false, null);
        assertThat(registry.state().current().policy().system("city-operation"))
                .isEqualTo(new ConsumerSystem("city-operation", RegistryFixture.CITY, true));
        refused(
                () -> registry.directory().suspend(by(SECURITY), "11420682MB0000999X", true, "无此部门"),
                ErrorCode.NOT_FOUND);
    }

    @Test
    void aPausedConnectorIsNoLongerActiveInTheSnapshot() {
        fixture.withGrant();
        assertThat(registry.state().current().isActive("civil-address")).isTrue();

        registry.running().step(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", ObjectState.Step.PAUSE);

        assertThat(registry.state().current().isActive("civil-address")).isFalse();
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
}
