package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DryRunTest {

    private static final ConditionType ROWS = new StandardConditions.Named(
            "someRows", "测试", "for tests", true, value -> CompiledCondition.obliged("rows"));

    private static PolicySnapshot policy(Consumer<Samples.GrantOf> change) {
        Samples.GrantOf grant = new Samples.GrantOf();
        change.accept(grant);
        List<ConditionType> types = new ArrayList<>(ConditionTypes.standard().all());
        types.add(ROWS);
        return PolicySnapshot.build(
                1,
                List.of(Samples.SYSTEM),
                List.of(Samples.resource()),
                List.of(grant.build()),
                Samples.ZONE,
                ConditionTypes.of(types));
    }

    private static DecisionRequest call() {
        return Samples.request().with(CallFacts.NONE.fulfilling(Set.of("someRows", "evidence")));
    }

    private static DryRun run(
            Consumer<Samples.GrantOf> now, Consumer<Samples.GrantOf> proposed, Set<String> unrecorded) {
        DryRun run = new DryRun(policy(now), policy(proposed));
        run.add(call(), unrecorded);
        run.add(call(), unrecorded);
        return run;
    }

    @Test
    void theSamePolicyChangesNothing() {
        DryRun run = run(grant -> {}, grant -> {}, Set.of());

        assertThat(run.effects()).isEmpty();
        assertThat(run.examined()).isEqualTo(2);
        assertThat(run.unchangedPermitted()).isEqualTo(2);
    }

    @Test
    void whoWouldBeDeniedIsNamedWithTheRuleAndWhatTheyLose() {
        DryRun run = run(grant -> {}, grant -> grant.purposes = Set.of("census"), Set.of());

        assertThat(run.effects()).singleElement().satisfies(effect -> {
            assertThat(effect.kind()).isEqualTo(DryRun.Kind.LOSES);
            assertThat(effect.system()).isEqualTo("city-centre");
            assertThat(effect.rule()).isEqualTo("purpose");
            assertThat(effect.grant()).isEqualTo("grant-one");
            assertThat(effect.calls()).isEqualTo(2);
            assertThat(effect.fields())
                    .containsEntry("code", new DryRun.FieldChange("clear", "withheld"))
                    .containsEntry("phone", new DryRun.FieldChange("cover:3,4", "withheld"))
                    .doesNotContainKey("idNumber");
        });
    }

    @Test
    void whoWouldBePermittedIsNamedWithWhatTheyGain() {
        DryRun run = run(grant -> grant.state = Grant.State.SUSPENDED, grant -> {}, Set.of());

        assertThat(run.effects()).singleElement().satisfies(effect -> {
            assertThat(effect.kind()).isEqualTo(DryRun.Kind.GAINS);
            assertThat(effect.rule()).isEqualTo("in-force");
            assertThat(effect.fields()).containsEntry("name", new DryRun.FieldChange("withheld", "name"));
        });
    }

    @Test
    void fieldsAndMasksThatChangeAreNamedBeforeAndAfter() {
        DryRun run = run(
                grant -> {},
                grant -> {
                    grant.fields = List.of("total", "name", "phone", "lat");
                    grant.masks = Map.of("phone", "none");
                },
                Set.of());

        assertThat(run.effects()).singleElement().satisfies(effect -> {
            assertThat(effect.kind()).isEqualTo(DryRun.Kind.CHANGES);
            assertThat(effect.fields())
                    .containsOnly(
                            Map.entry("code", new DryRun.FieldChange("clear", "withheld")),
                            Map.entry("lat", new DryRun.FieldChange("withheld", "round:2")),
                            Map.entry("phone", new DryRun.FieldChange("cover:3,4", "clear")));
        });
    }

    @Test
    void aConditionOnValuesIsNotDecidableAndCounted() {
        DryRun run = run(grant -> {}, grant -> grant.conditions = Map.of("someRows", true), Set.of());

        assertThat(run.effects()).singleElement().satisfies(effect -> {
            assertThat(effect.kind()).isEqualTo(DryRun.Kind.NOT_DECIDABLE);
            assertThat(effect.rule()).isEqualTo("someRows");
            assertThat(effect.calls()).isEqualTo(2);
        });
    }

    @Test
    void aChangeOfRowsOrMarksIsNotDecidableAndCounted() {
        for (String name : List.of(ObligationConditions.ROWS, ObligationConditions.WATERMARK)) {
            ConditionType type =
                    Objects.requireNonNull(ConditionTypes.standard().find(name));
            Map<String, Object> stated = Map.of(name, type.example());

            DryRun run = run(grant -> {}, grant -> grant.conditions = stated, Set.of());

            assertThat(run.effects()).as(name).singleElement().satisfies(effect -> {
                assertThat(effect.kind()).isEqualTo(DryRun.Kind.NOT_DECIDABLE);
                assertThat(effect.rule()).isEqualTo(name);
                assertThat(effect.calls()).isEqualTo(2);
            });
            assertThat(run(grant -> grant.conditions = stated, grant -> grant.conditions = stated, Set.of())
                            .effects())
                    .as(name + " unchanged")
                    .isEmpty();
        }
    }

    @Test
    void anotherEvidenceLevelIsAChangeByThatName() {
        DryRun run = run(grant -> {}, grant -> grant.conditions = Map.of("evidence", "fields"), Set.of());

        assertThat(run.effects()).singleElement().satisfies(effect -> {
            assertThat(effect.kind()).isEqualTo(DryRun.Kind.CHANGES);
            assertThat(effect.rule()).isEqualTo("evidence");
            assertThat(effect.fields()).isEmpty();
        });
    }

    @Test
    void aCallThatBothPoliciesDenyOnlyForWantOfAnUnrecordedInputIsNotDecidable() {
        Consumer<Samples.GrantOf> demanding = grant -> grant.conditions = Map.of("caseRequired", true);

        DryRun run = run(demanding, grant -> grant.state = Grant.State.REVOKED, Set.of("caseRequired"));

        assertThat(run.effects()).singleElement().satisfies(effect -> {
            assertThat(effect.kind()).isEqualTo(DryRun.Kind.NOT_DECIDABLE);
            assertThat(effect.rule()).isEqualTo("caseRequired");
            assertThat(effect.calls()).isEqualTo(2);
        });
        assertThat(run(demanding, grant -> grant.state = Grant.State.REVOKED, Set.of())
                        .effects())
                .isEmpty();
    }

    @Test
    void aConditionOnAnInputTheRecordDoesNotHoldIsNotDecidable() {
        Consumer<Samples.GrantOf> demanding = grant -> grant.conditions = Map.of("caseRequired", true);

        assertThat(run(grant -> {}, demanding, Set.of("caseRequired")).effects())
                .extracting(DryRun.Effect::kind)
                .containsExactly(DryRun.Kind.NOT_DECIDABLE);
        assertThat(run(grant -> {}, demanding, Set.of()).effects())
                .extracting(DryRun.Effect::kind)
                .containsExactly(DryRun.Kind.LOSES);
    }
}
