package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.StaleEpoch;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import io.vertx.core.Context;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The way of one counterpart's answer to its release: filtered, encrypted and signed as the grant demands, its intent
 * made durable, handed over. Whatever fails on the way releases nothing.
 *
 * <p>Confined to the exchange's context.
 */
final class Answering {

    private final Gate gate;
    private final Context context;
    private final ContextSteps steps;
    private final Call call;
    private final Reply reply;
    private final Predicate<PolicySnapshot> stands;
    private final Consumer<Runnable> decideAgain;

    /**
     * @param stands whether the decision would be the same under another policy
     * @param decideAgain decides the call under the newest policy, and goes on with the given step when it is permitted
     */
    Answering(
            Gate gate,
            Context context,
            Call call,
            Reply reply,
            Predicate<PolicySnapshot> stands,
            Consumer<Runnable> decideAgain) {
        this.gate = gate;
        this.context = context;
        this.steps = new ContextSteps(context);
        this.call = call;
        this.reply = reply;
        this.stands = stands;
        this.decideAgain = decideAgain;
    }

    /** Begins. The answer stays open, as it is filtered again when the policy changed meanwhile. */
    void filter(Spool answer) {
        if (answer.inMemory() && answer.size() <= Obligations.ON_EVENT_LOOP_BYTES) {
            try {
                seal(gate.filtered(call, answer), answer);
            } catch (Unfilterable | IOException | RuntimeException e) {
                notReleased(e);
            }
            return;
        }
        context.<Obligations.Filtered>executeBlocking(() -> gate.filtered(call, answer), false)
                .onSuccess(filtered -> seal(filtered, answer))
                .onFailure(this::notReleased);
    }

    private void notReleased(Throwable failure) {
        if (failure instanceof Unfilterable) {
            refuse(ErrorCode.ANSWER_UNFILTERABLE);
        } else if (failure instanceof NoConsumerKey) {
            refuse(ErrorCode.ENCRYPTION_KEY_MISSING);
        } else {
            reply.fail(failure);
        }
    }

    /** Encrypts and signs as the grant demands, before the record that says so. */
    private void seal(Obligations.Filtered filtered, Spool answer) {
        if (!MessageSeals.demanded(call.grant())) {
            record(filtered, new MessageSeals.Sealed(filtered.body(), Map.of()), answer);
            return;
        }
        context.<MessageSeals.Sealed>executeBlocking(
                        () -> gate.seals().seal(call.grant(), call, filtered.body(), gate.spool()), false)
                .onSuccess(done -> record(filtered, done, answer))
                .onFailure(failure -> {
                    filtered.body().close();
                    if (failure instanceof MessageSeals.Unsealable refused) {
                        refuse(refused.code());
                    } else {
                        reply.fail(failure);
                    }
                });
    }

    private void record(Obligations.Filtered filtered, MessageSeals.Sealed released, Spool answer) {
        steps.after(gate.ledger().append(EvidenceEntry.of(Intents.of(gate, call, filtered))), (receipt, failure) -> {
            if (failure == null) {
                if (released.body() != filtered.body()) {
                    filtered.body().close();
                }
                reply.release(released.body(), released.headers(), stands);
                return;
            }
            filtered.body().close();
            released.body().close();
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            if (cause instanceof StaleEpoch) {
                decideAgain.accept(() -> filter(answer));
            } else {
                refuse(ErrorCode.EVIDENCE_UNAVAILABLE);
            }
        });
    }

    private void refuse(ErrorCode code) {
        reply.refuse(Problem.of(code));
    }
}
