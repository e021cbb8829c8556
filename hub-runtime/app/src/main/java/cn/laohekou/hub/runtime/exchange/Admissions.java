package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.quota.Admission;
import cn.laohekou.hub.security.policy.Grant;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether a grant's rate and quotas leave room for one more call. */
final class Admissions {

    private static final Admission TOO_FAST = new Admission.Exceeded(Admission.Limit.PER_SECOND, 1);

    private Admissions() {}

    /** Whether a grant limits how often it is used. */
    static boolean limited(Grant grant) {
        return grant.perSecond() != 0 || !grant.unlimited();
    }

    /** Takes one call from the grant's rate, then from its quotas. */
    static CompletionStage<Admission> take(Gate gate, Call call) {
        return take(gate, call.grant().grant(), call.at);
    }

    /** Takes one use of a grant at a time. */
    static CompletionStage<Admission> take(Gate gate, Grant grant, Instant at) {
        if (grant.perSecond() == 0) {
            return gate.quotas().tryTake(grant, at);
        }
        return gate.rates()
                .trySpend(grant.id(), grant.perSecond())
                .thenCompose(spent ->
                        spent ? gate.quotas().tryTake(grant, at) : CompletableFuture.completedFuture(TOO_FAST));
    }

    /** What the caller is told. */
    static Problem refused(Admission.Exceeded exceeded) {
        ErrorCode code =
                exceeded.limit() == Admission.Limit.PER_SECOND ? ErrorCode.RATE_EXCEEDED : ErrorCode.QUOTA_EXCEEDED;
        return Problem.of(code).retryAfter(Math.toIntExact(exceeded.retryAfterSeconds()));
    }
}
