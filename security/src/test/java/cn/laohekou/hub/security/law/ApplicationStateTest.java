package cn.laohekou.hub.security.law;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.law.ApplicationState.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApplicationStateTest {

    @Test
    void theStraightWayLeadsFromFilingToDelivery() {
        ApplicationState state = ApplicationState.FILED;
        for (Step step : List.of(Step.CONSENT, Step.APPROVE, Step.DELIVER, Step.END)) {
            state = state.after(step).orElseThrow();
        }
        assertThat(state).isEqualTo(ApplicationState.ENDED);
    }

    @Test
    void nothingIsApprovedThatTheProviderDidNotConsentTo() {
        Set<ApplicationState> approvable = EnumSet.noneOf(ApplicationState.class);
        for (ApplicationState state : ApplicationState.values()) {
            if (state.after(Step.APPROVE).isPresent()) {
                approvable.add(state);
            }
        }
        assertThat(approvable).containsExactly(ApplicationState.CONSENTED);
    }

    @Test
    void nothingFollowsAnEnd() {
        for (ApplicationState state : ApplicationState.values()) {
            if (state.isFinal()) {
                for (Step step : Step.values()) {
                    assertThat(state.after(step)).as("%s after %s", step, state).isEmpty();
                }
            }
        }
    }

    @Test
    void moreTimeIsGivenOnlyWhileAnAnswerIsAwaited() {
        assertThat(ApplicationState.FILED.after(Step.EXTEND)).contains(ApplicationState.FILED);
        assertThat(ApplicationState.SUPPLEMENT.after(Step.EXTEND)).isEmpty();
        assertThat(ApplicationState.DELIVERING.after(Step.EXTEND)).isEmpty();
    }

    @Test
    void codesAreReadBack() {
        for (ApplicationState state : ApplicationState.values()) {
            assertThat(ApplicationState.of(state.code())).isEqualTo(state);
        }
        for (LegalClock clock : LegalClock.values()) {
            assertThat(LegalClock.of(clock.code())).contains(clock);
        }
        assertThat(LegalClock.of("none-such")).isEmpty();
    }
}
