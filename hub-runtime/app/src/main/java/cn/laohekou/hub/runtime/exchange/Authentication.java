package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.security.identity.ActingPerson;
import cn.laohekou.hub.security.identity.Caller;
import cn.laohekou.hub.security.identity.Verification;
import cn.laohekou.hub.security.signature.Credential;
import cn.laohekou.hub.security.signature.Proof;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first step of an exchange: which system calls. By a token, by a signature, or by a client certificate registered for
 * itself; all lead to the same {@link Caller} and the same gate. An address proves nothing.
 *
 * <p>Confined to the exchange's context.
 */
final class Authentication {

    private final Gate gate;
    private final Context context;
    private final HttpServerRequest request;
    private final Call call;
    private final Consumer<Caller> next;
    private final Consumer<ErrorCode> stranger;

    /**
     * @param next told the caller, which also stands in the call by then
     * @param stranger told why nobody was proven
     */
    Authentication(
            Gate gate,
            Context context,
            HttpServerRequest request,
            Call call,
            Consumer<Caller> next,
            Consumer<ErrorCode> stranger) {
        this.gate = gate;
        this.context = context;
        this.request = request;
        this.call = call;
        this.next = next;
        this.stranger = stranger;
    }

    void start() {
        String token = CallHeaders.bearer(request.getHeader("Authorization"));
        if (token == null) {
            withoutToken();
            return;
        }
        Caller known = gate.tokens().cached(token);
        if (known != null) {
            authenticated(known);
        } else {
            context.<Verification<Caller>>executeBlocking(() -> gate.tokens().verify(token), false)
                    .onSuccess(this::verified)
                    .onFailure(failure -> stranger.accept(ErrorCode.TOKEN_MALFORMED));
        }
    }

    /** A call too old for tokens: a signature, or a certificate that is registered for itself. */
    private void withoutToken() {
        if (gate.proofs().signed(request)) {
            verifySignature(null);
            return;
        }
        Credential credential = gate.proofs().certificate(request, call.at);
        if (credential == null) {
            stranger.accept(ErrorCode.TOKEN_MISSING);
        } else if (!credential.counts(call.at)) {
            stranger.accept(ErrorCode.SIGNATURE_CREDENTIAL_ENDED);
        } else {
            call.authentication = "certificate";
            call.note("credential", credential.keyId());
            identified(gate.proofs().caller(credential, call.at));
        }
    }

    /** Verifies the call's signature; a bearer of a token may only sign as that token's system. */
    private void verifySignature(@Nullable Caller bearer) {
        gate.proofs().verify(context, request, call.at, new CallerProofs.Waiting() {
            @Override
            public void proven(Proof proof) {
                Caller signer = gate.proofs().caller(proof.credential(), call.at);
                if (bearer != null && !bearer.system().equals(signer.system())) {
                    stranger.accept(ErrorCode.SIGNATURE_OTHER_SYSTEM);
                    return;
                }
                call.proof = proof;
                call.note("signature", proof.mechanism().label());
                call.note("credential", proof.credential().keyId());
                if (bearer == null) {
                    call.authentication = proof.mechanism().label();
                }
                identified(bearer == null ? signer : bearer);
            }

            @Override
            public void refused(ErrorCode code) {
                stranger.accept(code);
            }
        });
    }

    private void verified(Verification<Caller> result) {
        if (result instanceof Verification.Verified<Caller> verified) {
            authenticated(verified.who());
        } else if (result instanceof Verification.Rejected<Caller> rejected) {
            stranger.accept(Refusals.of(rejected.fault()));
        }
    }

    private void authenticated(Caller caller) {
        String bound = caller.certificateThumbprint();
        if (bound != null && !bound.equals(gate.peers().thumbprint(request))) {
            stranger.accept(ErrorCode.TOKEN_NOT_BOUND);
        } else if (gate.proofs().signed(request)) {
            verifySignature(caller);
        } else {
            identified(caller);
        }
    }

    private void identified(Caller caller) {
        call.caller = caller;
        ActingPerson proven = caller.person();
        if (proven != null) {
            call.noteProof(proven);
        }
        next.accept(caller);
    }
}
