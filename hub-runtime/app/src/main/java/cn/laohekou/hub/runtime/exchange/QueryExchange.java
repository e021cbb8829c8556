package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.quota.Admission;
import cn.laohekou.hub.security.identity.Caller;
import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.CompiledOperation;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.Decision;
import cn.laohekou.hub.security.policy.DenyReason;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.MappedRequest;
import cn.laohekou.hub.security.policy.Mapping;
import cn.laohekou.hub.security.policy.PathMatch;
import cn.laohekou.hub.security.policy.PolicyEngine;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.RequestMapper;
import cn.laohekou.hub.security.signature.Proof;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One governed query from its first byte to its outcome: authenticate, resolve the operation, decide, forward, filter,
 * record, release. Every step either leads to the next or refuses; nothing is released unless the intent is durable.
 *
 * <p>Confined to the Vert.x context of its connection.
 */
final class QueryExchange {

    private final Gate gate;
    private final Context context;
    private final Reply reply;
    private final HttpServerRequest request;
    private final Call call;
    private final ContextSteps steps;
    private final Answering answering;
    private @Nullable Spool raw;
    private @Nullable RequestBody body;

    QueryExchange(Gate gate, Context context, HttpServerRequest request) {
        this.gate = gate;
        this.context = context;
        this.request = request;
        this.call = new Call(gate, request);
        this.reply = new Reply(gate, context, request, call, this::cleanUp);
        this.steps = new ContextSteps(context);
        this.answering = new Answering(gate, context, call, reply, this::stillStands, this::decideAgain);
    }

    /** Begins. The request is paused; nothing of its body has been read. */
    void start() {
        new Authentication(gate, context, request, call, this::resolve, this::stranger).start();
    }

    private void resolve(Caller caller) {
        Target target = Target.of(request.uri());
        if (target == null) {
            refuse(ErrorCode.BAD_PATH);
            return;
        }
        Proof proof = call.proof;
        if (proof != null && proof.service() != null && !proof.service().equals(target.resource())) {
            stranger(ErrorCode.SIGNATURE_WRONG_SERVICE);
            return;
        }
        PolicySnapshot policy = gate.policy().get();
        call.policy = policy;
        CompiledResource resource = policy.resource(target.resource());
        if (resource == null || !Questions.mayKnow(policy, caller, resource)) {
            refuse(Refusals.absent(policy, caller.system(), target.resource()));
            return;
        }
        call.resource = resource;
        Sunset.announce(resource.resource(), request.response());
        if (call.headers.malformed() != null) {
            reply.refuse(
                    Problem.of(ErrorCode.BAD_HEADER, List.of(Questions.malformedHeader(call.headers.malformed()))));
            return;
        }
        if (resource.resource().shape() instanceof ExchangeShape.Event event) {
            body = new PublishExchange(gate, context, request, call, reply).start(event, target);
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

    private void decide(PolicySnapshot policy, CompiledResource resource, PathMatch.Matched matched, Target target) {
        if (permitted(policy, resource, matched.operation())) {
            readBody(matched, target);
        }
    }

    /**
     * Decides; a denial is answered here. When only the check of a certificate is missing, the call goes on as far as
     * {@link #certified}, which decides again before anything is asked of the provider.
     */
    private boolean permitted(PolicySnapshot policy, CompiledResource resource, CompiledOperation operation) {
        call.certificatePending = false;
        Decision decision = PolicyEngine.decide(policy, Questions.of(call, resource, operation));
        if (decision instanceof Decision.Permit permit) {
            call.grant = permit.grant();
            return true;
        }
        if (decision instanceof Decision.Deny deny) {
            call.grant = deny.grant();
            if (deny.reason() == DenyReason.CERTIFICATE_UNCHECKED && deny.grant() != null) {
                call.certificatePending = true;
                return true;
            }
            refuse(Refusals.of(deny.reason()));
        }
        return false;
    }

    private void readBody(PathMatch.Matched matched, Target target) {
        int declared = matched.operation().operation().maxBodyBytes();
        int limit = MessageSeals.bodyLimit(call.grant(), declared);
        body = RequestBody.read(request, limit, gate.budget(), new RequestBody.Reader() {
            @Override
            public void read(byte[] bytes) {
                ErrorCode fault = CallerProofs.bodyFault(call.proof, bytes);
                if (fault == null) {
                    open(matched, target, bytes, declared);
                } else {
                    // Not what was signed: then nobody proved who sent it.
                    stranger(fault);
                }
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

    /** Decrypts what the grant demands to be encrypted. */
    private void open(PathMatch.Matched matched, Target target, byte[] bytes, int limit) {
        try {
            String associated = request.method().name() + ' ' + request.uri();
            boolean covered = call.proof != null && call.proof.digest() != null;
            map(matched, target, gate.seals().open(call.grant(), call, associated, covered, limit, bytes));
        } catch (MessageSeals.Unsealable refused) {
            refuse(refused.code());
        }
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
        if (!Admissions.limited(call.grant().grant())) {
            checkLedger();
            return;
        }
        steps.after(Admissions.take(gate, call), (admitted, failure) -> {
            if (failure != null || admitted == null) {
                refuse(ErrorCode.EVIDENCE_UNAVAILABLE);
            } else if (admitted instanceof Admission.Exceeded exceeded) {
                reply.refuse(Admissions.refused(exceeded));
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
            certified(this::forward);
            return;
        }
        steps.after(ready, (yes, failure) -> {
            if (failure == null && Boolean.TRUE.equals(yes)) {
                certified(this::forward);
            } else {
                refuse(ErrorCode.EVIDENCE_UNAVAILABLE);
            }
        });
    }

    /** Goes on at once unless the decision waits for a certificate: then has it checked and decides again. */
    private void certified(Runnable then) {
        if (!call.certificatePending) {
            then.run();
            return;
        }
        steps.after(gate.certificates().check(call), (found, failure) -> {
            call.certificate = found;
            if (permitted(call.policy(), call.resource(), call.operation())) {
                if (call.certificatePending) {
                    refuse(ErrorCode.CERTIFICATE_UNCHECKED);
                } else {
                    then.run();
                }
            }
        });
    }

    private void forward() {
        Legs.Way way = gate.legs().way(call.resource().resource().connector());
        if (way == null || !Standing.connectorActive(gate, call)) {
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
                        () -> gate.lease().epoch() <= call.policy().epoch(),
                        answer.sink(call.resource().resource().maxAnswerBytes()),
                        outcome -> steps.run(() -> answered(outcome, answer))));
    }

    private void answered(LegOutcome outcome, Spool answer) {
        if (outcome instanceof LegOutcome.Answered answered) {
            AnswerFormat format = call.operation().operation().answer();
            if (MediaTypes.is(format, answered.mediaType())) {
                call.releasedType = MediaTypes.released(format, answered.mediaType());
                answering.filter(answer);
            } else {
                refuse(ErrorCode.ANSWER_UNFILTERABLE);
            }
        } else if (outcome instanceof LegOutcome.Failed failed) {
            refuse(Refusals.of(failed.code()));
        } else if (outcome instanceof LegOutcome.Refused refused && refused.why() == LegOutcome.Refused.Why.UNWANTED) {
            answer.close();
            decideAgain(this::forward);
        } else if (outcome instanceof LegOutcome.Refused refused) {
            reply.refuse(Problem.of(Refusals.of(refused.why())).retryAfter(refused.retryAfterSeconds()));
        }
    }

    /** A restricting change was acknowledged while the answer was on its way: the newer policy decides. */
    private void decideAgain(Runnable then) {
        steps.after(gate.refresh().get(), (policy, failure) -> {
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
            call.certificate = null;
            if (!Standing.connectorActive(gate, call)) {
                refuse(ErrorCode.CONNECTOR_NOT_RUNNING);
            } else if (permitted(policy, resource, call.operation())) {
                certified(then);
            }
        });
    }

    private boolean stillStands(PolicySnapshot policy) {
        return Standing.under(gate, call, policy, Questions.of(call, call.resource(), call.operation()));
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
}
