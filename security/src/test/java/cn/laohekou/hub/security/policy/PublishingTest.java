package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.masking.Unfilterable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may publish messages, what a message must be, and that a delivery rests on its own grant. */
class PublishingTest {

    private static final String OTHER = "11420682MB0000002B";

    private static Resource events(AnswerFormat format, @Nullable String key, Field... fields) {
        ExchangeShape shape = new ExchangeShape.Event(Set.of("hotline"), key, format, 1024, Map.of());
        Resource queried = Samples.resource();
        return new Resource(
                queried.name(),
                queried.title(),
                queried.department(),
                queried.connector(),
                queried.sharing(),
                queried.level(),
                queried.maxAnswerBytes(),
                queried.revision(),
                List.of(Objects.requireNonNull(shape.operation())),
                List.of(fields),
                null,
                shape);
    }

    private static Field field(String name, String path, ValueType type) {
        return Samples.field(name, path, type, null, false);
    }

    private static final Resource ORDERS = events(
            AnswerFormat.JSON,
            "code",
            field("code", "code", ValueType.STRING),
            field("count", "count", ValueType.INTEGER));

    private static @Nullable DenyReason publisher(String system, String department, ConsumerSystem... known) {
        PolicySnapshot policy = PolicySnapshot.build(1, List.of(known), List.of(ORDERS), List.of(), Samples.ZONE);
        DecisionRequest asked = Samples.request();
        return PolicyEngine.publisher(
                policy,
                new DecisionRequest(
                        system, department, asked.resource(), "messages", null, null, null, null, asked.now()));
    }

    @Test
    void onlyAListedSystemOfTheOwnerInGoodStandingMayPublish() {
        String owner = Samples.DEPARTMENT;

        assertThat(publisher("hotline", owner, new ConsumerSystem("hotline", owner, true)))
                .isNull();
        assertThat(publisher("window", owner, new ConsumerSystem("window", owner, true)))
                .isEqualTo(DenyReason.OPERATION_NOT_GRANTED);
        assertThat(publisher("hotline", OTHER, new ConsumerSystem("hotline", OTHER, true)))
                .as("transferred to another department")
                .isEqualTo(DenyReason.OPERATION_NOT_GRANTED);
        assertThat(publisher("hotline", OTHER, new ConsumerSystem("hotline", owner, true)))
                .isEqualTo(DenyReason.DEPARTMENT_MISMATCH);
        assertThat(publisher("hotline", owner, new ConsumerSystem("hotline", owner, false)))
                .isEqualTo(DenyReason.SYSTEM_DISABLED);
        assertThat(publisher("hotline", owner, new ConsumerSystem("hotline", owner, true, true)))
                .isEqualTo(DenyReason.DEPARTMENT_SUSPENDED);
        assertThat(publisher("hotline", owner)).isEqualTo(DenyReason.SYSTEM_UNKNOWN);
    }

    @Test
    void aDeliveryRestsOnItsOwnGrantAndOnNoOtherOfTheSameSystem() {
        Samples.GrantOf one = new Samples.GrantOf();
        one.state = Grant.State.REVOKED;
        Samples.GrantOf two = new Samples.GrantOf();
        two.id = "grant-two";
        PolicySnapshot policy = Samples.policy(one.build(), two.build());

        assertThat(PolicyEngine.decide(policy, Samples.request())).isInstanceOf(Decision.Permit.class);
        assertThat(PolicyEngine.decide(policy, Samples.request(), "grant-two")).isInstanceOf(Decision.Permit.class);
        assertThat(PolicyEngine.decide(policy, Samples.request(), "grant-one"))
                .isInstanceOfSatisfying(
                        Decision.Deny.class, deny -> assertThat(deny.reason()).isEqualTo(DenyReason.GRANT_REVOKED));
        assertThat(PolicyEngine.decide(policy, Samples.request(), "grant-three"))
                .isInstanceOfSatisfying(
                        Decision.Deny.class, deny -> assertThat(deny.reason()).isEqualTo(DenyReason.NO_GRANT));
    }

    private static String read(Resource resource, String message) throws Unfilterable, MessageForm.BadKey {
        return CompiledResource.compile(resource).messageForm().read(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theKeyIsTheOneValueAtItsPath() throws Exception {
        assertThat(read(ORDERS, "{\"code\":\"a-1\",\"count\":3,\"more\":{\"code\":\"x\"}}"))
                .isEqualTo("\"a-1\"");
        assertThat(read(events(AnswerFormat.JSON, null, field("code", "code", ValueType.STRING)), "{\"code\":\"a\"}"))
                .as("no key: one sequence")
                .isEmpty();
        assertThat(read(events(AnswerFormat.JSON, "id", field("code", "code", ValueType.STRING)), "{\"id\":\"7\"}"))
                .as("a key that is no declared field")
                .isEqualTo("\"7\"");
        assertThat(read(
                        events(AnswerFormat.XML, "order.@id", field("state", "order.state", ValueType.STRING)),
                        "<order id=\"7\"><state>new</state></order>"))
                .isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"code\":\"a\"} {}",
                "{\"code\":\"a\",\"code\":\"b\"}",
                "{\"code\":\"a\",\"count\":\"three\"}",
                "{\"code\":7}"
            })
    void whatNoSubscriberCouldBeGivenIsNotTaken(String message) {
        assertThatThrownBy(() -> read(ORDERS, message)).isInstanceOf(Unfilterable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"count\":1}", "{\"code\":null}", "{\"code\":\"\"}"})
    void aMessageWithoutAKeyIsNotTaken(String message) {
        assertThatThrownBy(() -> read(ORDERS, message)).isInstanceOf(MessageForm.BadKey.class);
    }

    @Test
    void anXmlMessageWithADocumentTypeIsNotTaken() {
        Resource xml = events(AnswerFormat.XML, null, field("state", "order.state", ValueType.STRING));

        assertThatThrownBy(() -> read(xml, "<!DOCTYPE order [<!ENTITY a \"b\">]><order><state>&a;</state></order>"))
                .isInstanceOf(Unfilterable.class);
    }
}
