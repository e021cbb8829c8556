package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.ProblemWriter;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.evidence.Refusal;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Ends an exchange exactly once: releases, or refuses, and leaves the record of it. Confined to the exchange's context. */
final class Reply {

    private static final Logger LOG = Logger.getLogger("hub.exchange");

    /** RFC 9110 section 15.3.3. */
    private static final int ACCEPTED = 202;

    private final Gate gate;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Call call;
    private final Runnable cleanUp;
    private boolean ended;

    Reply(Gate gate, Context context, HttpServerRequest request, Call call, Runnable cleanUp) {
        this.gate = gate;
        this.context = context;
        this.request = request;
        this.response = request.response();
        this.call = call;
        this.cleanUp = cleanUp;
        response.putHeader(CallHeaders.EXCHANGE_ID, call.id.toString());
    }

    /** Refuses a caller that did not prove who it is: counted, not recorded one by one. */
    void refuseStranger(ErrorCode code) {
        if (end()) {
            gate.strangers().count(call.source, code.name(), call.at);
            write(Problem.of(code));
        }
    }

    /** Refuses an authenticated caller; the answer follows its record. */
    void refuse(Problem problem) {
        if (!end()) {
            return;
        }
        if (call.grant != null) {
            gate.quotas().giveBack(call.grant().grant(), call.admitted, call.at);
        }
        CompletionStage<?> unused = gate.ledger()
                .append(EvidenceEntry.of(refusal(problem.code())))
                .whenComplete((receipt, failure) -> context.runOnContext(v -> write(problem)));
    }

    /** Ends with an internal error; what happened is in the log under the incident id. */
    void fail(Throwable cause) {
        Problem problem = Problem.of(ErrorCode.INTERNAL);
        LOG.errorf(cause, "exchange %s failed, incident %s", call.id, problem.incident());
        refuse(problem);
    }

    /**
     * Acknowledges a message: it and its intent are durable.
     *
     * @param exchange the exchange the message is known as; that of an earlier call when this one repeats it
     */
    void accepted(UUID exchange) {
        if (!end() || response.closed()) {
            return;
        }
        response.setStatusCode(ACCEPTED)
                .putHeader(CallHeaders.EXCHANGE_ID, exchange.toString())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end("{\"exchange\":\"" + exchange + "\"}");
    }

    /**
     * Hands over an answer whose intent is durable, unless the policy was changed meanwhile.
     *
     * @param body what is released; closed here
     * @param headers further headers of the answer
     * @param stands whether the decision would be the same under another policy
     */
    void release(Spool body, Map<String, String> headers, Predicate<PolicySnapshot> stands) {
        if (gate.lease().allows(call.policy().epoch())) {
            releaseNow(body, headers, stands);
            return;
        }
        CompletionStage<Void> unused = gate.lease()
                .renew()
                .thenRun(() -> context.runOnContext(v -> {
                    if (gate.lease().allows(call.policy().epoch())) {
                        releaseNow(body, headers, stands);
                    } else {
                        outcome(Outcome.Result.NOT_RELEASED, 0);
                        body.close();
                        refuse(Problem.of(ErrorCode.POLICY_CHANGED));
                    }
                }));
    }

    private void releaseNow(Spool body, Map<String, String> headers, Predicate<PolicySnapshot> stands) {
        if (!end()) {
            body.close();
            return;
        }
        if (response.closed()) {
            outcome(Outcome.Result.NOT_RELEASED, 0);
            body.close();
            return;
        }
        response.putHeader("Content-Type", call.releasedType);
        headers.forEach(response::putHeader);
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Content-Type-Options", "nosniff");
        new Release(gate, context, request, call, body, stands, this::outcome).start();
    }

    private void write(Problem problem) {
        gate.metrics().refused(problem.code());
        ProblemWriter.write(response, problem, call.headers.acceptLanguage());
    }

    private Refusal refusal(ErrorCode code) {
        return new Refusal(
                call.id,
                call.at,
                call.asker(),
                call.resource == null ? null : call.resource().resource().name(),
                call.operation == null ? null : call.operation().name(),
                call.headers.malformed() == null ? call.headers.purpose() : null,
                call.grant == null ? null : call.grant().grant().id(),
                call.policy == null
                        ? gate.policy().get().epoch()
                        : call.policy().epoch(),
                code.name(),
                code.status(),
                call.attributes());
    }

    private void outcome(Outcome.Result result, long bytes) {
        long nanos = System.nanoTime() - call.startedNanos;
        gate.metrics().released(nanos);
        gate.ledger()
                .appendLater(EvidenceEntry.of(new Outcome(
                        call.id, gate.clock().instant(), result, bytes, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        cleanUp.run();
        return true;
    }
}
