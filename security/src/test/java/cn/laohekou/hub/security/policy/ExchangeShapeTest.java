package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExchangeShapeTest {

    static final ExchangeShape EVENTS =
            new ExchangeShape.Event(Set.of("hotline"), "code", AnswerFormat.JSON, 64 * 1024, Map.of());

    static Resource events() {
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
                List.of(Objects.requireNonNull(EVENTS.operation())),
                queried.fields(),
                null,
                EVENTS);
    }

    private static Grant grant(Map<String, Object> conditions) {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.operations = Set.of(ExchangeShape.Event.MESSAGES);
        grant.conditions = conditions;
        return grant.build();
    }

    static List<Finding> findings(Map<String, Object> conditions) {
        return PolicyValidator.grant(grant(conditions), events());
    }

    private static Decision decide(Map<String, Object> conditions, Set<String> fulfilled) {
        DecisionRequest asked = Samples.request();
        PolicySnapshot policy = PolicySnapshot.build(
                1,
                List.of(Samples.SYSTEM),
                List.of(events()),
                List.of(grant(conditions)),
                Samples.ZONE,
                ConditionTypes.standard());
        return PolicyEngine.decide(
                policy,
                new DecisionRequest(
                        asked.system(),
                        asked.department(),
                        asked.resource(),
                        ExchangeShape.Event.MESSAGES,
                        asked.purpose(),
                        asked.caseNumber(),
                        asked.person(),
                        asked.source(),
                        asked.now(),
                        CallFacts.NONE.fulfilling(fulfilled)));
    }

    @Test
    void aGrantOnEventsWithoutADeliveryIsRefused() {
        assertThat(findings(Map.of())).extracting(Finding::pointer).containsExactly("/conditions/delivery");
    }

    @Test
    void aGrantOnAQueryWithADeliveryIsRefused() {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.conditions = Map.of("delivery", Map.of("connector", "city-centre-inbox"));

        assertThat(PolicyValidator.grant(grant.build(), Samples.resource()))
                .extracting(Finding::pointer)
                .containsExactly("/conditions/delivery");
    }

    @Test
    void aDeliveryThatLeavesItsFolderIsRefused() {
        Map<String, Object> conditions =
                Map.of("delivery", Map.of("connector", "city-centre-inbox", "target", "in/../../etc"));

        assertThat(findings(conditions)).extracting(Finding::pointer).containsExactly("/conditions/delivery/target");
    }

    @Test
    void whoeverReleasesWithoutDeliveringIsDenied() {
        Map<String, Object> conditions = Map.of("delivery", Map.of("connector", "city-centre-inbox"));

        assertThat(decide(conditions, Set.of("delivery"))).isInstanceOf(Decision.Permit.class);
        assertThat(decide(conditions, Set.of()))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.reason()).isEqualTo(DenyReason.POLICY_UNENFORCEABLE));
    }
}
