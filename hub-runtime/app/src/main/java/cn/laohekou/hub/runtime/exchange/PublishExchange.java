package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.policy.DenyReason;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.MessageForm;
import cn.laohekou.hub.security.policy.PathMatch;
import cn.laohekou.hub.security.policy.PolicyEngine;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way in over HTTP, after its caller is known: listed as a publisher, as declared, then taken. Nothing is
 * acknowledged before it and its intent are durable.
 *
 * <p>Confined to the Vert.x context of its connection.
 */
final class PublishExchange {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final int LONGEST_KEY = 120;

    private final Gate gate;
    private final Context context;
    private final HttpServerRequest request;
    private final Call call;
    private final Reply reply;

    PublishExchange(Gate gate, Context context, HttpServerRequest request, Call call, Reply reply) {
        this.gate = gate;
        this.context = context;
        this.request = request;
        this.call = call;
        this.reply = reply;
    }

    /** Begins; returns the body being read, to be given back at the end, or null when it was refused. */
    @Nullable
    RequestBody start(ExchangeShape.Event event, Target target) {
        CompiledResource resource = call.resource();
        PathMatch match = resource.match(request.method().name(), target.path());
        if (match instanceof PathMatch.MethodNotAllowed other) {
            request.response().putHeader("Allow", String.join(", ", other.allowed()));
            return refused(ErrorCode.METHOD_NOT_ALLOWED);
        }
        if (!(match instanceof PathMatch.Matched matched)) {
            return refused(match instanceof PathMatch.BadPath ? ErrorCode.BAD_PATH : ErrorCode.OPERATION_UNKNOWN);
        }
        call.operation = matched.operation();
        DenyReason denied = PolicyEngine.publisher(call.policy(), question(call));
        if (denied != null) {
            return refused(
                    denied == DenyReason.OPERATION_NOT_GRANTED ? ErrorCode.NOT_A_PUBLISHER : Refusals.of(denied));
        }
        if (target.query() != null) {
            return refused(ErrorCode.BAD_PATH);
        }
        if (!MediaTypes.is(event.format(), request.getHeader("Content-Type"))) {
            return refused(ErrorCode.MEDIA_TYPE_UNSUPPORTED);
        }
        String key = request.getHeader(IDEMPOTENCY_KEY);
        if (key != null && !usable(key)) {
            reply.refuse(Problem.of(ErrorCode.BAD_HEADER, List.of(Questions.malformedHeader(IDEMPOTENCY_KEY))));
            return null;
        }
        return RequestBody.read(request, event.maxMessageBytes(), gate.budget(), new Body(key));
    }

    private static DecisionRequest question(Call call) {
        return new DecisionRequest(
                call.caller().system(),
                call.caller().department(),
                call.resource().resource().name(),
                ExchangeShape.Event.MESSAGES,
                null,
                null,
                null,
                call.source,
                call.at,
                CallFacts.NONE);
    }

    private static boolean usable(String key) {
        return !key.isEmpty() && key.length() <= LONGEST_KEY && key.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private final class Body implements RequestBody.Reader {

        private final @Nullable String key;

        Body(@Nullable String key) {
            this.key = key;
        }

        @Override
        public void read(byte[] bytes) {
            ErrorCode fault = CallerProofs.bodyFault(call.proof, bytes);
            if (fault == null) {
                check(bytes, key);
            } else {
                reply.refuseStranger(fault);
            }
        }

        @Override
        public void tooLarge() {
            request.response().putHeader("Connection", "close");
            refused(ErrorCode.BODY_TOO_LARGE);
        }

        @Override
        public void noMemory() {
            refused(ErrorCode.HUB_OVERLOADED);
        }

        @Override
        public void brokenOff() {
            refused(ErrorCode.BODY_TOO_LARGE);
        }
    }

    private void check(byte[] bytes, @Nullable String key) {
        PublishGate.Sender sender = new PublishGate.Sender(call.asker(), call.attributes(), this::stillPermitted);
        try {
            take(new PublishGate(gate)
                    .publication(call.id, call.at, call.policy(), call.resource(), sender, key, null, bytes));
        } catch (Unfilterable e) {
            refused(ErrorCode.MESSAGE_MALFORMED);
        } catch (MessageForm.BadKey e) {
            refused(ErrorCode.MESSAGE_KEY_UNUSABLE);
        } catch (RuntimeException e) {
            reply.fail(e);
        }
    }

    private boolean stillPermitted(PolicySnapshot policy) {
        return PolicyEngine.publisher(policy, question(call)) == null;
    }

    private void take(Publication message) {
        CompletionStage<?> unused = gate.events()
                .get()
                .take(message)
                .thenAccept(taken -> context.runOnContext(v -> {
                    if (taken instanceof EventIntake.Accepted accepted) {
                        reply.accepted(accepted.exchange());
                    } else if (taken instanceof EventIntake.Refused refused) {
                        reply.refuse(Problem.of(refused.code()).retryAfter(refused.retryAfterSeconds()));
                    }
                }));
    }

    private @Nullable RequestBody refused(ErrorCode code) {
        reply.refuse(Problem.of(code));
        return null;
    }
}
