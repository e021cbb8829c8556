package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ExchangePattern;
import cn.laohekou.hub.security.policy.Operation;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resources of the patterns that are delivered, and grants that say where to. */
class ShapeRegistrationTest {

    private static final String EVENTS = RegistryFixture.RESOURCE.replaceFirst(
            "'operations':\\[.*?\\],'fields'", "'pattern':'EVENT','event':{'publishers':['address-system']},'fields'");

    private RegistryFixture fixture;
    private Registry registry;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture();
        registry = fixture.registry;
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private void publisher(Actor operator) {
        registry.systems().write(by(operator), RegistryFixture.json("{'id':'address-system','name':'地名系统'}"), null);
    }

    private List<String> faults(Actor actor, ObjectKind kind, String name, String spec) {
        return refused(
                        () -> registry.registrations().create(by(actor), kind, fixture.request(actor, name, spec)),
                        ErrorCode.REGISTRATION_INVALID)
                .errors()
                .stream()
                .map(FieldError::pointer)
                .toList();
    }

    @Test
    void anEventResourceHasTheOneOperationOfItsPattern() {
        publisher(CIVIL);
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "address-changes", EVENTS);

        CompiledResource resource =
                Objects.requireNonNull(registry.state().current().policy().resource("address-changes"));

        assertThat(resource.resource().shape().pattern()).isEqualTo(ExchangePattern.EVENT);
        assertThat(resource.resource().operations()).extracting(Operation::name).containsExactly("messages");
    }

    @Test
    void nobodyPublishesInAnotherDepartmentsName() {
        publisher(CITY_OPERATOR);

        assertThat(faults(CIVIL, ObjectKind.RESOURCE, "address-changes", EVENTS))
                .containsExactly("/spec/event/publishers");
    }

    @Test
    void aDeliveryGoesThroughAConnectorOfTheConsumersOwnDepartment() {
        publisher(CIVIL);
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "address-changes", EVENTS);
        String grant = RegistryFixture.grant(",'conditions':{'delivery':{'connector':'civil-address'}}")
                .replace("standard-address", "address-changes")
                .replaceFirst("'operations':\\[[^]]*\\]", "'operations':['messages']");

        assertThat(faults(CITY_OPERATOR, ObjectKind.GRANT, "city-changes", grant))
                .containsExactly("/spec/conditions/delivery/connector");
    }
}
