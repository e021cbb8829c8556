package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.quota.Admission;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.StaleEpoch;
import cn.laohekou.hub.security.identity.Caller;
import cn.laohekou.hub.security.identity.Verification;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.CompiledOperation;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.Decision;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.MappedRequest;
import cn.laohekou.hub.security.policy.Mapping;
import cn.laohekou.hub.security.policy.PathMatch;
import cn.laohekou.hub.security.policy.PolicyEngine;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.RequestMapper;
import cn.laohekou.hub.security.policy.Resource;
import cn.laohekou.hub.security.policy.SharingType;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One governed query from its first byte to its outcome: authenticate, resolve the operation, decide, forward, filter,
 * record, release. Every step either leads to the next or refuses; nothing is released unless the intent is durable.
 *
 * <p>Confined to the Vert.x context of its connection.
 */
final class QueryExchange {

    /** What this entry proves of every call, and the obligations it carries out. */
    private static final CallFacts FACTS =
            CallFacts.NONE.withAuthentication("bearer").fulfilling(Set.of());

    private final Gate gate;
    private final Context context;
    private final Reply reply;
    private final HttpServerRequest request;
    private final Call call;
    private @Nullable Spool raw;
    private @Nullable RequestBody body;

    QueryExchange(Gate gate, Context context, HttpServerRequest request) {
        this.gate = gate;
        this.context = context;
        this.request = request;
        this.call = new Call(gate, request);
        this.reply = new Reply(gate, context, request.response(), call, this::cleanUp);
    }

    /** Begins. The request is paused; nothing of its body has been read. */
    void start() {
        String token = CallHeaders.bearer(request.getHeader("Authorization"));
        if (token == null) {
            stranger(ErrorCode.TOKEN_MISSING);
            return;
        }
        Caller known = gate.tokens().cached(token);
        if (known != null) {
            authenticated(known);
        } else {
            context.<Verification<Caller>>executeBlocking(() -> gate.tokens().verify(token), false)
                    .onSuccess(this::verified)
                    .onFailure(failure -> stranger(ErrorCode.TOKEN_MALFORMED));
        }
    }

    private void verified(Verification<Caller> result) {
        if (result instanceof Verification.Verified<Caller> verified) {
            authenticated(verified.who());
        } else if (result instanceof Verification.Rejected<Caller> rejected) {
            stranger(Refusals.of(rejected.fault()));
        }
    }

    private void authenticated(Caller caller) {
        String bound = caller.certificateThumbprint();
        if (bound != null && !bound.equals(gate.peers().thumbprint(request))) {
            stranger(ErrorCode.TOKEN_NOT_BOUND);
        } else {
            call.caller = caller;
            resolve(caller);
        }
    }

    private void resolve(Caller caller) {
        Target target = Target.of(request.uri());
        if (target == null) {
            refuse(ErrorCode.BAD_PATH);
            return;
        }
        PolicySnapshot policy = gate.policy().get();
        call.policy = policy;
        CompiledResource resource = policy.resource(target.resource());
        if (resource == null || !mayKnow(policy, caller, resource)) {
            refuse(Refusals.absent(policy, caller.system(), target.resource()));
            return;
        }
        call.resource = resource;
        Sunset.announce(resource.resource(), request.response());
        if (call.headers.malformed() != null) {
            reply.refuse(Problem.of(ErrorCode.BAD_HEADER, List.of(malformedHeader(call.headers.malformed()))));
            return;
        }
        PathMatch match = resource.match(request.method().name(), target.path());
        if (match instanceof PathMatch.Matched matched) {
            call.operation = matched.operation();
            decide(policy, resource, matched, target);
        } else if (match instanceof PathMatch.MethodNotAllowed other) {
            request.response().putHeader("Allow", String.join(", ", other.allowed()));
            refuse(ErrorCode.METHOD_NOT_ALLOWED);
        } else {
            refuse(match instanceof PathMatch.BadPath ? ErrorCode.BAD_PATH : ErrorCode.OPERATION_UNKNOWN);
        }
    }

    /** The catalogue of what can be shared is open to every department; what is not shared is known to nobody else. */
    private static boolean mayKnow(PolicySnapshot policy, Caller caller, CompiledResource compiled) {
        Resource resource = compiled.resource();
        return resource.sharing() != SharingType.NOT_SHARED
                || resource.department().equals(caller.department())
                || policy.mayKnow(caller.system(), resource.name());
    }

    private void decide(PolicySnapshot policy, CompiledResource resource, PathMatch.Matched matched, Target target) {
        if (permitted(policy, resource, matched.operation())) {
            readBody(matched, target);
        }
    }

    /** Decides; a denial is answered here. */
    private boolean permitted(PolicySnapshot policy, CompiledResource resource, CompiledOperation operation) {
        Decision decision = PolicyEngine.decide(policy, question(resource, operation));
        if (decision instanceof Decision.Permit permit) {
            call.grant = permit.grant();
            return true;
        }
        if (decision instanceof Decision.Deny deny) {
            call.grant = deny.grant();
            refuse(Refusals.of(deny.reason()));
        }
        return false;
    }

    private DecisionRequest question(CompiledResource resource, CompiledOperation operation) {
        Caller caller = call.caller();
        return new DecisionRequest(
                caller.system(),
                caller.department(),
                resource.resource().name(),
                operation.name(),
                call.headers.purpose(),
                call.headers.caseNumber(),
                call.headers.person(),
                call.source,
                call.at,
                facts());
    }

    /** What else is known of the call; the usual call costs nothing here. */
    private CallFacts facts() {
        String recipient = call.headers.recipient();
        if (recipient == null) {
            return FACTS;
        }
        call.note("recipient", recipient);
        return FACTS.withRecipient(recipient);
    }

    private void readBody(PathMatch.Matched matched, Target target) {
        int limit = matched.operation().operation().maxBodyBytes();
        body = RequestBody.read(request, limit, gate.budget(), new RequestBody.Reader() {
            @Override
            public void read(byte[] bytes) {
                map(matched, target, bytes);
            }

            @Override
            public void tooLarge() {
                request.response().putHeader("Connection", "close");
                refuse(ErrorCode.BODY_TOO_LARGE);
            }

            @Override
            public void noMemory() {
                refuse(ErrorCode.HUB_OVERLOADED);
            }

            @Override
            public void brokenOff() {
                refuse(ErrorCode.BODY_TOO_LARGE);
            }
        });
    }

    private void map(PathMatch.Matched matched, Target target, byte[] bytes) {
        Mapping mapping = RequestMapper.map(matched.operation(), matched.pathValues(), target.query(), bytes);
        if (mapping instanceof Mapping.Mapped mapped) {
            call.mapped = mapped.request();
            call.requestCommitment = RequestCommitment.of(
                    gate.keys(), call.id, matched.operation().operation().method(), mapped.request());
            admit();
        } else if (mapping instanceof Mapping.Refused refused) {
            reply.refuse(ParameterProblems.of(refused.faults()));
        }
    }

    private void admit() {
        Grant grant = call.grant().grant();
        if (grant.perSecond() == 0 && grant.unlimited()) {
            checkLedger();
            return;
        }
        CompletionStage<Admission> admission = grant.perSecond() == 0
                ? gate.quotas().tryTake(grant, call.at)
                : gate.rates()
                        .trySpend(grant.id(), grant.perSecond())
                        .thenCompose(spent -> spent
                                ? gate.quotas().tryTake(grant, call.at)
                                : java.util.concurrent.CompletableFuture.completedFuture(
                                        new Admission.Exceeded(Admission.Limit.PER_SECOND, 1)));
        onContext(admission, (admitted, failure) -> {
            if (failure != null || admitted == null) {
                refuse(ErrorCode.EVIDENCE_UNAVAILABLE);
            } else if (admitted instanceof Admission.Exceeded exceeded) {
                ErrorCode code = exceeded.limit() == Admission.Limit.PER_SECOND
                        ? ErrorCode.RATE_EXCEEDED
                        : ErrorCode.QUOTA_EXCEEDED;
                reply.refuse(Problem.of(code).retryAfter(Math.toIntExact(exceeded.retryAfterSeconds())));
            } else {
                call.admitted = (Admission.Admitted) admitted;
                checkLedger();
            }
        });
    }

    /** Nothing reaches a counterpart while evidence could not be made durable. */
    private void checkLedger() {
        CompletionStage<Boolean> ready = gate.ledger().ready();
        if (Boolean.TRUE.equals(ready.toCompletableFuture().getNow(null))) {
            forward();
            return;
        }
        onContext(ready, (yes, failure) -> {
            if (failure == null && Boolean.TRUE.equals(yes)) {
                forward();
            } else {
                refuse(ErrorCode.EVIDENCE_UNAVAILABLE);
            }
        });
    }

    private void forward() {
        Legs.Way way = gate.legs().way(call.resource().resource().connector());
        if (way == null) {
            refuse(ErrorCode.CONNECTOR_NOT_RUNNING);
            return;
        }
        call.connectorRevision = way.revision();
        Spool answer = gate.spool();
        raw = answer;
        MappedRequest mapped = call.mapped();
        way.leg()
                .call(new LegCall(
                        call.id.toString(),
                        call.operation().operation().method(),
                        mapped.path(),
                        mapped.query(),
                        mapped.body(),
                        call.headers.traceParent(),
                        answer.sink(call.resource().resource().maxAnswerBytes()),
                        outcome -> runOnContext(() -> answered(outcome, answer))));
    }

    private void answered(LegOutcome outcome, Spool answer) {
        if (outcome instanceof LegOutcome.Answered answered) {
            if (MediaTypes.isJson(answered.mediaType())) {
                filter(answer);
            } else {
                refuse(ErrorCode.ANSWER_UNFILTERABLE);
            }
        } else if (outcome instanceof LegOutcome.Failed failed) {
            refuse(Refusals.of(failed.code()));
        } else if (outcome instanceof LegOutcome.Refused refused) {
            reply.refuse(Problem.of(Refusals.of(refused.why())).retryAfter(refused.retryAfterSeconds()));
        }
    }

    private void filter(Spool answer) {
        if (answer.inMemory() && answer.size() <= Obligations.ON_EVENT_LOOP_BYTES) {
            try {
                record(obligations(answer), answer);
            } catch (Unfilterable e) {
                refuse(ErrorCode.ANSWER_UNFILTERABLE);
            } catch (IOException | RuntimeException e) {
                reply.fail(e);
            }
            return;
        }
        context.<Obligations.Filtered>executeBlocking(() -> obligations(answer), false)
                .onSuccess(filtered -> record(filtered, answer))
                .onFailure(failure -> {
                    if (failure instanceof Unfilterable) {
                        refuse(ErrorCode.ANSWER_UNFILTERABLE);
                    } else {
                        reply.fail(failure);
                    }
                });
    }

    private Obligations.Filtered obligations(Spool answer) throws Unfilterable, IOException {
        return gate.obligations()
                .apply(
                        call.id,
                        answer,
                        gate.spool(),
                        call.grant().filter(),
                        call.mapped().subjects());
    }

    private void record(Obligations.Filtered filtered, Spool answer) {
        onContext(gate.ledger().append(EvidenceEntry.of(Intents.of(gate, call, filtered))), (receipt, failure) -> {
            if (failure == null) {
                reply.release(filtered.body());
                return;
            }
            filtered.body().close();
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            if (cause instanceof StaleEpoch) {
                decideAgain(answer);
            } else {
                refuse(ErrorCode.EVIDENCE_UNAVAILABLE);
            }
        });
    }

    /** A restricting change was acknowledged while the answer was on its way: the newer policy decides. */
    private void decideAgain(Spool answer) {
        onContext(gate.refresh().get(), (policy, failure) -> {
            if (failure != null || policy == null) {
                refuse(ErrorCode.EVIDENCE_UNAVAILABLE);
                return;
            }
            CompiledResource resource =
                    policy.resource(call.resource().resource().name());
            if (resource == null) {
                refuse(ErrorCode.RESOURCE_STOPPED);
                return;
            }
            call.policy = policy;
            call.resource = resource;
            if (permitted(policy, resource, call.operation())) {
                filter(answer);
            }
        });
    }

    private void cleanUp() {
        if (raw != null) {
            raw.close();
        }
        if (body != null) {
            body.release();
        }
        if (!request.isEnded()) {
            request.handler(null);
            request.resume();
        }
    }

    private void stranger(ErrorCode code) {
        reply.refuseStranger(code);
    }

    private void refuse(ErrorCode code) {
        reply.refuse(Problem.of(code));
    }

    private void runOnContext(Runnable step) {
        if (io.vertx.core.Vertx.currentContext() == context) {
            step.run();
        } else {
            context.runOnContext(v -> step.run());
        }
    }

    private <T> void onContext(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> step) {
        stage.whenComplete((value, failure) -> runOnContext(() -> step.accept(value, failure)));
    }

    private static FieldError malformedHeader(String name) {
        return FieldError.of(name, "须为 1 至 64 个可见 ASCII 字符。", "1 to 64 visible ASCII characters are expected.");
    }
}
