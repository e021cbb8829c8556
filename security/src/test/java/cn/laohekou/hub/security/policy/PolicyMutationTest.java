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

    static Stream<String> conditions() {
        return ConditionTypes.standard().all().stream().map(ConditionType::name);
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
        Map<String, Seen> original = FULL.see(FULL.policy(), Rules.ALL);
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

    @Test
    void theFullPolicyStatesEveryConditionThereIs() {
        assertThat(FULL.grant().conditions().keySet())
                .as(
                        "state a new condition in FullPolicy, with a call that violates it, or it is not proven to be alive")
                .isEqualTo(ConditionTypes.standard().names());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void withoutARuleSomethingIsDeniedLess(String rule) {
        assertLooser(FULL.see(FULL.policy(), Rules.ALL.without(rule)));
    }

    /** Also what holds unstated is gone: the type is taken out of the registry together with the grant's statement. */
    @ParameterizedTest
    @MethodSource("conditions")
    void withoutAConditionSomethingIsDeniedOrHiddenLess(String condition) {
        Map<String, Object> left = new HashMap<>(FULL.grant().conditions());
        left.remove(condition);

        assertLooser(FULL.see(FULL.policy(FULL.grant(left), without(condition)), Rules.ALL));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionThatCannotBeReadPermitsNothing(String condition) {
        Map<String, Object> broken = new HashMap<>(FULL.grant().conditions());
        broken.put(condition, 3.5);

        assertThat(FullPolicy.at(
                                FULL.see(FULL.policy(FULL.grant(broken), ConditionTypes.standard()), Rules.ALL),
                                FullPolicy.LAWFUL)
                        .permitted())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionWhoseFunctionIsGonePermitsNothing(String condition) {
        assertThat(FullPolicy.at(FULL.see(FULL.policy(FULL.grant(), without(condition)), Rules.ALL), FullPolicy.LAWFUL)
                        .permitted())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionWhoseFunctionFailsPermitsNothing(String condition) {
        List<ConditionType> types = new ArrayList<>();
        for (ConditionType type : ConditionTypes.standard().all()) {
            types.add(
                    type.name().equals(condition)
                            ? new StandardConditions.Named(condition, type.zh(), type.en(), true, value -> {
                                throw new IllegalStateException("broken");
                            })
                            : type);
        }

        assertThat(FullPolicy.at(
                                FULL.see(FULL.policy(FULL.grant(), ConditionTypes.of(types)), Rules.ALL),
                                FullPolicy.LAWFUL)
                        .permitted())
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

    private static ConditionTypes without(String condition) {
        return ConditionTypes.of(ConditionTypes.standard().all().stream()
                .filter(type -> !type.name().equals(condition))
                .toList());
    }
}
