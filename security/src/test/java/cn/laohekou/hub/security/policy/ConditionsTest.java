package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionsTest {

    private static final String OTHER_DEPARTMENT = "11420682MB000030XN";

    private static Grant grant(Map<String, Object> conditions) {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.conditions = conditions;
        return grant.build();
    }

    private static List<Finding> findings(Map<String, Object> conditions) {
        return PolicyValidator.grant(grant(conditions), Samples.resource());
    }

    private static @Nullable DenyReason decided(PolicySnapshot policy, CallFacts facts) {
        Decision decision = PolicyEngine.decide(policy, Samples.request().with(facts));
        return decision instanceof Decision.Deny deny ? deny.reason() : null;
    }

    private static @Nullable DenyReason decided(Map<String, Object> conditions, CallFacts facts) {
        return decided(Samples.policy(grant(conditions)), facts);
    }

    private static PolicySnapshot policy(Map<String, Object> conditions, ConditionType... more) {
        List<ConditionType> types = new ArrayList<>(ConditionTypes.standard().all());
        types.addAll(List.of(more));
        return PolicySnapshot.build(
                1,
                List.of(Samples.SYSTEM),
                List.of(Samples.resource()),
                List.of(grant(conditions)),
                Samples.ZONE,
                ConditionTypes.of(types));
    }

    private static ConditionType type(String name, CompiledCondition compiled) {
        return new StandardConditions.Named(name, "测试", "for tests", true, value -> compiled);
    }

    static List<ConditionType> standard() {
        return ConditionTypes.standard().all();
    }

    @Test
    void aConditionNobodyEnforcesIsRefusedWhenWrittenAndTheKnownNamesAreSaid() {
        List<Finding> findings = findings(Map.of("moonPhase", "full"));

        assertThat(findings).extracting(Finding::pointer).containsExactly("/conditions/moonPhase");
        assertThat(findings.get(0).en()).contains("networks", "windows", "caseRequired", "personRequired");
        assertThat(findings.get(0).zh()).contains("networks");
    }

    @Test
    void aConditionNobodyEnforcesDeniesWhenMet() {
        assertThat(decided(Map.of("moonPhase", "full"), CallFacts.NONE)).isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
    }

    @Test
    void aConditionThatAnotherReleaseEnforcedDeniesWhereItIsNoLongerKnown() {
        Map<String, Object> stated = Map.of("moonPhase", "full");

        assertThat(decided(policy(stated, type("moonPhase", CompiledCondition.NOTHING)), CallFacts.NONE))
                .isNull();
        assertThat(decided(policy(stated), CallFacts.NONE)).isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
    }

    @Test
    void whatCouldNotBeReadOfAnApprovedRevisionDenies() {
        Grant unreadable = grant(Map.of()).with(List.of(new Finding("/spec/later", "没有此项", "unknown property")));

        assertThat(decided(Samples.policy(unreadable), CallFacts.NONE)).isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
    }

    @Test
    void anObligationTheEntryDoesNotCarryOutDenies() {
        PolicySnapshot policy = policy(Map.of("stamp", true), type("stamp", CompiledCondition.obliged("red")));

        assertThat(decided(policy, CallFacts.NONE)).isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
        assertThat(decided(policy, CallFacts.NONE.fulfilling(Set.of("other"))))
                .isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
        assertThat(decided(policy, CallFacts.NONE.fulfilling(Set.of("other", "stamp"))))
                .isNull();
        assertThat(policy.grants("city-centre", "standard-address").get(0).obligation("stamp", String.class))
                .isEqualTo("red");
    }

    @Test
    void aConditionWhoseFunctionFailsDenies() {
        CompiledCondition failing = CompiledCondition.decided((policy, request) -> {
            throw new IllegalStateException("broken");
        });

        assertThat(decided(policy(Map.of("broken", true), type("broken", failing)), CallFacts.NONE))
                .isEqualTo(DenyReason.POLICY_ERROR);
    }

    @Test
    void aConditionWhoseValueCannotBeReadDenies() {
        ConditionType failing = new StandardConditions.Named("broken", "测试", "for tests", true, value -> {
            throw new IllegalStateException("broken");
        });

        assertThat(decided(policy(Map.of("broken", true), failing), CallFacts.NONE))
                .isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
    }

    @ParameterizedTest
    @MethodSource("standard")
    void everyConditionsExampleIsAcceptedAndAValueOfAnotherKindRefused(ConditionType type) {
        Map<String, Object> example = Map.of(type.name(), type.example());
        boolean delivered = type.name().equals(DeliveryConditions.DELIVERY);
        assertThat(delivered ? ExchangeShapeTest.findings(example) : findings(example))
                .isEmpty();
        assertThat(findings(Map.of(type.name(), Map.of("unheard-of", 1))))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.pointer()).startsWith("/conditions/" + type.name()));
        assertThat(findings(Map.of(type.name(), 3.5))).isNotEmpty();
        assertThat(type.zh()).matches(".*\\p{IsHan}.*");
        assertThat(type.en()).isNotBlank();
    }

    @Test
    void twoConditionsOfOneNameAreAProgrammingError() {
        assertThatThrownBy(() -> ConditionTypes.of(
                        List.of(type("one", CompiledCondition.NOTHING), type("one", CompiledCondition.NOTHING))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one");
    }

    @Test
    void anUnknownMemberOfAValueIsRefused() {
        Map<String, Object> window = new HashMap<>(Map.of("from", "08:00", "until", "12:00", "weekday", "monday"));

        assertThat(findings(Map.of("windows", List.of(window))))
                .extracting(Finding::pointer)
                .containsExactly("/conditions/windows/0/weekday");
    }

    @Test
    void dataAskedForOnBehalfOfAnotherDepartmentIsDeniedUnlessTheGrantNamesIt() {
        CallFacts passingOn = CallFacts.NONE.withRecipient(OTHER_DEPARTMENT);

        assertThat(decided(Map.of(), passingOn)).isEqualTo(DenyReason.ONWARD_SHARING_FORBIDDEN);
        assertThat(decided(Map.of("onwardSharing", "forbidden"), passingOn))
                .isEqualTo(DenyReason.ONWARD_SHARING_FORBIDDEN);
        assertThat(decided(Map.of("onwardSharing", List.of("11420682MB00001077")), passingOn))
                .isEqualTo(DenyReason.ONWARD_SHARING_FORBIDDEN);
        assertThat(decided(Map.of("onwardSharing", List.of(OTHER_DEPARTMENT)), passingOn))
                .isNull();
        assertThat(decided(Map.of(), CallFacts.NONE.withRecipient(Samples.DEPARTMENT)))
                .isNull();
        assertThat(findings(Map.of("onwardSharing", List.of("police"))))
                .extracting(Finding::pointer)
                .containsExactly("/conditions/onwardSharing/0");
    }
}
