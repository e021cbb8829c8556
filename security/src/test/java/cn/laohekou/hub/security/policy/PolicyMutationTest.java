package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.policy.FullPolicy.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes each rule, condition, obligation, mask and limit of a full policy away in turn: each time something must be
 * denied or hidden less. What can be taken away unnoticed is dead; what permits when it is broken fails open.
 */
class PolicyMutationTest {

    private static final FullPolicy FULL = new FullPolicy();

    static Stream<String> rules() {
        return Rules.ALL.names().stream();
    }

    static List<ConditionType> conditions() {
        return ConditionTypes.standard().all();
    }

    static Stream<String> grantMasks() {
        return FULL.grant().masks().keySet().stream();
    }

    static Stream<String> resourceMasks() {
        return FullPolicy.FIELDS.stream()
                .filter(field -> field.mask() != null && FULL.grant().maskOf(field.name()) == null)
                .filter(field -> FULL.grant().fields().contains(field.name()))
                .map(Field::name);
    }

    private static void assertLooser(Map<String, Seen> mutated) {
        assertLooser(FULL.see(FULL.policy(), Rules.ALL), mutated);
    }

    private static void assertLooser(Map<String, Seen> original, Map<String, Seen> mutated) {
        assertThat(mutated.keySet()).isEqualTo(original.keySet());
        assertThat(original.keySet().stream()
                        .filter(probe -> FullPolicy.at(mutated, probe).showsMoreThan(FullPolicy.at(original, probe)))
                        .toList())
                .as("calls that are denied or hidden less")
                .isNotEmpty();
    }

    @Test
    void theFullPolicyPermitsOnlyWhatItShould() {
        Map<String, Seen> seen = FULL.see(FULL.policy(), Rules.ALL);

        assertThat(FullPolicy.at(seen, FullPolicy.LAWFUL).permitted()).isTrue();
        assertThat(seen.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(FullPolicy.LAWFUL))
                        .filter(entry -> entry.getValue().permitted())
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void withoutARuleSomethingIsDeniedLess(String rule) {
        assertLooser(FULL.see(FULL.policy(), Rules.ALL.without(rule)));
    }

    /** Also what holds unstated is gone: the type is taken out of the registry together with the grant's statement. */
    @ParameterizedTest
    @MethodSource("conditions")
    void withoutAConditionSomethingIsDeniedOrHiddenLess(ConditionType condition) {
        assertLooser(
                FULL.see(FULL.policy(FULL.only(condition), ConditionTypes.standard()), Rules.ALL),
                FULL.see(FULL.policy(FULL.grant(Map.of()), without(condition)), Rules.ALL));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionThatCannotBeReadPermitsNothing(ConditionType condition) {
        assertNothing(FULL.policy(FULL.grant(Map.of(condition.name(), 3.5)), ConditionTypes.standard()));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionWhoseFunctionIsGonePermitsNothing(ConditionType condition) {
        assertNothing(FULL.policy(FULL.only(condition), without(condition)));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionWhoseFunctionFailsPermitsNothing(ConditionType condition) {
        List<ConditionType> types = new ArrayList<>(without(condition).all());
        types.add(new StandardConditions.Named(condition.name(), condition.zh(), condition.en(), true, value -> {
            throw new IllegalStateException("broken");
        }));

        assertNothing(FULL.policy(FULL.only(condition), ConditionTypes.of(types)));
    }

    private static void assertNothing(PolicySnapshot policy) {
        assertThat(FullPolicy.at(FULL.see(policy, Rules.ALL), FullPolicy.LAWFUL).permitted())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("grantMasks")
    void withoutAGrantsMaskSomethingIsHiddenLess(String field) {
        Map<String, String> masks = new HashMap<>(FULL.grant().masks());
        masks.remove(field);
        Samples.GrantOf grant = FULL.draft();
        grant.masks = masks;

        assertLooser(FULL.see(FULL.policy(grant.build(), ConditionTypes.standard()), Rules.ALL));
    }

    @ParameterizedTest
    @MethodSource("resourceMasks")
    void withoutAResourcesMaskSomethingIsHiddenLess(String name) {
        List<Field> fields = FullPolicy.FIELDS.stream()
                .map(field -> field.name().equals(name)
                        ? new Field(name, field.path(), field.type(), field.sensitivity(), null, field.subject())
                        : field)
                .toList();

        assertLooser(FULL.see(FULL.policyOf(FULL.grant(), ConditionTypes.standard(), fields), Rules.ALL));
    }

    @Test
    void withoutTheFieldListSomethingIsHiddenLess() {
        Samples.GrantOf grant = FULL.draft();
        grant.fields = FullPolicy.FIELDS.stream().map(Field::name).toList();

        assertLooser(FULL.see(FULL.policy(grant.build(), ConditionTypes.standard()), Rules.ALL));
    }

    @Test
    void withMorePurposesOrOperationsSomethingIsDeniedLess() {
        Samples.GrantOf purposes = FULL.draft();
        purposes.purposes = Set.of("city-management", FullPolicy.OTHER_PURPOSE);
        assertLooser(FULL.see(FULL.policy(purposes.build(), ConditionTypes.standard()), Rules.ALL));

        Samples.GrantOf operations = FULL.draft();
        operations.operations = Set.of("villages", FullPolicy.OTHER_OPERATION);
        assertLooser(FULL.see(FULL.policy(operations.build(), ConditionTypes.standard()), Rules.ALL));
    }

    private static ConditionTypes without(ConditionType condition) {
        return ConditionTypes.of(ConditionTypes.standard().all().stream()
                .filter(type -> !type.name().equals(condition.name()))
                .toList());
    }
}
