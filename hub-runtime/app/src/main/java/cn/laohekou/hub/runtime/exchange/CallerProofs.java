package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.credential.CredentialUse;
import cn.laohekou.hub.runtime.credential.SeenSignatures;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.security.identity.Caller;
import cn.laohekou.hub.security.signature.ContentDigest;
import cn.laohekou.hub.security.signature.Credential;
import cn.laohekou.hub.security.signature.Credentials;
import cn.laohekou.hub.security.signature.HeaderConvention;
import cn.laohekou.hub.security.signature.MessageSignature;
import cn.laohekou.hub.security.signature.Proof;
import cn.laohekou.hub.security.signature.RequestVerifier;
import cn.laohekou.hub.security.signature.SignatureFault;
import cn.laohekou.hub.security.signature.SignatureRefused;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls when a call is signed, or brings neither token nor signature but a client certificate. Whoever is
 * found is a system like any other: the same gate follows.
 *
 * <p>Thread-safe.
 */
final class CallerProofs {

    /** Who waits for the verdict; told once, on the exchange's context. */
    interface Waiting {
        /** The signature counts, for the first time. */
        void proven(Proof proof);

        /** It does not. */
        void refused(ErrorCode code);
    }

    private final Supplier<Credentials> credentials;
    private final SeenSignatures seen;
    private final CredentialUse use;
    private final PeerCertificates peers;

    /**
     * @param credentials those in force now
     * @param seen tells replays
     * @param use notes uses
     * @param peers whose certificate a call carries
     */
    CallerProofs(Supplier<Credentials> credentials, SeenSignatures seen, CredentialUse use, PeerCertificates peers) {
        this.credentials = credentials;
        this.seen = seen;
        this.use = use;
        this.peers = peers;
    }

    /** Whether a call carries a signature of any kind; costs an unsigned call a header look-up. */
    boolean signed(HttpServerRequest request) {
        if (request.headers().contains(MessageSignature.INPUT_FIELD)) {
            return true;
        }
        List<HeaderConvention> conventions = credentials.get().conventions();
        for (int i = 0; i < conventions.size(); i++) {
            if (request.headers().contains(conventions.get(i).rid())) {
                return true;
            }
        }
        return false;
    }

    /** Verifies a signed call. */
    void verify(Context context, HttpServerRequest request, Instant at, Waiting waiting) {
        Credentials known = credentials.get();
        if (!known.costly()) {
            try {
                verified(context, check(request, known, at), waiting);
            } catch (SignatureRefused refused) {
                waiting.refused(Refusals.of(refused.fault()));
            }
            return;
        }
        context.<@Nullable Proof>executeBlocking(() -> check(request, known, at), false)
                .onComplete(done -> {
                    if (done.succeeded()) {
                        verified(context, done.result(), waiting);
                    } else {
                        waiting.refused(
                                done.cause() instanceof SignatureRefused refused
                                        ? Refusals.of(refused.fault())
                                        : ErrorCode.SIGNATURE_MALFORMED);
                    }
                });
    }

    private static @Nullable Proof check(HttpServerRequest request, Credentials known, Instant at)
            throws SignatureRefused {
        return RequestVerifier.verify(new VertxMessage(request), mayHaveBody(request), known, at);
    }

    /** Without a length only a method that has no body has none. */
    private static boolean mayHaveBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length != null) {
            return !length.strip().equals("0");
        }
        return request.headers().contains("Transfer-Encoding")
                || !(request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD));
    }

    private void verified(Context context, @Nullable Proof proof, Waiting waiting) {
        if (proof == null) {
            waiting.refused(ErrorCode.SIGNATURE_MALFORMED);
            return;
        }
        seen.first(proof.replayKey(), proof.replayUntil())
                .whenComplete((first, failure) -> context.runOnContext(v -> {
                    if (failure != null || first == null) {
                        waiting.refused(ErrorCode.SIGNATURE_STORE_UNAVAILABLE);
                    } else if (!first) {
                        waiting.refused(ErrorCode.SIGNATURE_REPLAYED);
                    } else {
                        waiting.proven(proof);
                    }
                }));
    }

    /** The system of a credential that was just used. */
    Caller caller(Credential credential, Instant at) {
        use.note(credential.id(), at);
        return new Caller(
                credential.system(),
                credential.department(),
                credential.notAfter().getEpochSecond(),
                null);
    }

    /**
     * The credential of a call's client certificate.
     *
     * @return null when it presents none that is registered
     */
    @Nullable
    Credential certificate(HttpServerRequest request, Instant at) {
        Credentials known = credentials.get();
        X509Certificate presented = known.anyCertificate() ? peers.certificate(request) : null;
        if (presented == null) {
            return null;
        }
        try {
            presented.checkValidity(Date.from(at));
        } catch (CertificateException outOfDate) {
            return null;
        }
        return known.certificate(
                PeerCertificates.thumbprint(presented),
                presented.getSubjectX500Principal().getName(X500Principal.RFC2253));
    }

    /** Holds a body against what was signed of it. */
    static @Nullable ErrorCode bodyFault(@Nullable Proof proof, byte[] body) {
        if (proof == null) {
            return null;
        }
        String digest = proof.digest();
        try {
            if (digest != null) {
                ContentDigest.check(digest, body);
            } else if (proof.mechanism() == Proof.Mechanism.MESSAGE_SIGNATURE && body.length > 0) {
                throw new SignatureRefused(SignatureFault.NOT_COVERED);
            }
            return null;
        } catch (SignatureRefused refused) {
            return Refusals.of(refused.fault());
        }
    }
}
