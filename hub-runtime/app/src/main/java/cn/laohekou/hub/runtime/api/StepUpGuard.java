package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.identity.StepUpRule;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.time.Clock;

/**
 * Stands before every decision marked {@link StepUp}, behind {@link ManagementGuard}: whoever may not make the decision at
 * all is not asked for a second factor first.
 */
@StepUp
@Provider
@Priority(Priorities.AUTHORIZATION)
public class StepUpGuard implements ContainerRequestFilter {

    private final StepUpRule rule;
    private final CurrentCall current;
    private final Clock clock;

    StepUpGuard(StepUpRule rule, CurrentCall current, Clock clock) {
        this.rule = rule;
        this.current = current;
        this.clock = clock;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!rule.satisfiedBy(current.login(), clock.instant())) {
            throw new Refused(Problem.of(ErrorCode.STEP_UP_REQUIRED), rule.challenge());
        }
    }
}
