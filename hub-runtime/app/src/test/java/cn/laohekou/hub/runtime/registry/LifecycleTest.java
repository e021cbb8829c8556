package cn.laohekou.hub.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

    private static final Map<ObjectKind, Set<String>> REVISION_STEPS = Map.of(
            ObjectKind.CONNECTOR,
            Set.of(
                    "DRAFT VALIDATE VALIDATED",
                    "VALIDATED VALIDATE VALIDATED",
                    "VALIDATED PROBE PROBED",
                    "PROBED PROBE PROBED",
                    "VALIDATED SUBMIT SUBMITTED",
                    "PROBED SUBMIT SUBMITTED",
                    "SUBMITTED APPROVE APPROVED",
                    "SUBMITTED REJECT REJECTED"),
            ObjectKind.RESOURCE,
            Set.of(
                    "DRAFT VALIDATE VALIDATED",
                    "VALIDATED VALIDATE VALIDATED",
                    "VALIDATED SUBMIT SUBMITTED",
                    "PROBED SUBMIT SUBMITTED",
                    "SUBMITTED CONSENT SUBMITTED",
                    "SUBMITTED APPROVE APPROVED",
                    "SUBMITTED REJECT REJECTED"),
            ObjectKind.GRANT,
            Set.of(
                    "DRAFT VALIDATE VALIDATED",
                    "VALIDATED VALIDATE VALIDATED",
                    "VALIDATED SUBMIT SUBMITTED",
                    "PROBED SUBMIT SUBMITTED",
                    "SUBMITTED CONSENT SUBMITTED",
                    "SUBMITTED APPROVE APPROVED",
                    "SUBMITTED REJECT REJECTED"));

    private static final Map<ObjectKind, Set<String>> OBJECT_STEPS = Map.of(
            ObjectKind.CONNECTOR, ofThings(),
            ObjectKind.RESOURCE, ofThings(),
            ObjectKind.GRANT,
                    Set.of(
                            "ACTIVE SUSPEND SUSPENDED",
                            "SUSPENDED RESUME ACTIVE",
                            "PAUSED RESUME ACTIVE",
                            "ACTIVE REVOKE REVOKED",
                            "SUSPENDED REVOKE REVOKED",
                            "PAUSED REVOKE REVOKED",
                            "ACTIVE ROLLBACK ACTIVE",
                            "SUSPENDED ROLLBACK SUSPENDED",
                            "PAUSED ROLLBACK PAUSED"));

    private static Set<String> ofThings() {
        return Set.of(
                "ACTIVE PAUSE PAUSED",
                "PAUSED RESUME ACTIVE",
                "SUSPENDED RESUME ACTIVE",
                "ACTIVE RETIRE RETIRED",
                "PAUSED RETIRE RETIRED",
                "SUSPENDED RETIRE RETIRED",
                "ACTIVE ROLLBACK ACTIVE",
                "PAUSED ROLLBACK PAUSED",
                "SUSPENDED ROLLBACK SUSPENDED");
    }

    @ParameterizedTest
    @EnumSource(ObjectKind.class)
    void aRevisionMovesOnlyAlongTheKnownSteps(ObjectKind kind) {
        Set<String> possible = new TreeSet<>();
        for (RevisionState state : RevisionState.values()) {
            for (RevisionState.Step step : RevisionState.Step.values()) {
                state.after(step, kind).ifPresent(next -> possible.add(state + " " + step + " " + next));
            }
        }

        assertThat(possible).containsExactlyInAnyOrderElementsOf(REVISION_STEPS.get(kind));
    }

    @ParameterizedTest
    @EnumSource(ObjectKind.class)
    void anObjectMovesOnlyAlongTheKnownSteps(ObjectKind kind) {
        Set<String> possible = new TreeSet<>();
        for (ObjectState state : ObjectState.values()) {
            for (ObjectState.Step step : ObjectState.Step.values()) {
                state.after(step, kind).ifPresent(next -> possible.add(state + " " + step + " " + next));
            }
        }

        assertThat(possible).containsExactlyInAnyOrderElementsOf(OBJECT_STEPS.get(kind));
    }

    @Test
    void nothingLeadsToApprovedButApprovalOfWhatWasSubmitted() {
        Stream<Optional<RevisionState>> others = Arrays.stream(RevisionState.values())
                .filter(state -> state != RevisionState.SUBMITTED)
                .flatMap(state -> Arrays.stream(RevisionState.Step.values())
                        .flatMap(step -> Arrays.stream(ObjectKind.values()).map(kind -> state.after(step, kind))));

        assertThat(others).doesNotContain(Optional.of(RevisionState.APPROVED));
    }
}
