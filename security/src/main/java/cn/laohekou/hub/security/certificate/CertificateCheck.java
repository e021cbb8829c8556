package cn.laohekou.hub.security.certificate;

import cn.laohekou.hub.security.certificate.CertificateAuthority.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Checks e-certificates: what the identifier alone tells first, then query, verification and authorisation at the
 * authority, ending at the first that fails. Only positive findings are kept, for as long as the demand allows, never
 * past the end of certificate or authorisation, and never beyond the policy epoch.
 *
 * <p>Safe for use from any thread; blocks none.
 */
public final class CertificateCheck {

    private final CertificateCache cache;
    private final InstantSource clock;
    private final ZoneId zone;

    /**
     * A check with an empty cache.
     *
     * @param capacity positive findings kept at most
     * @param clock wall clock
     * @param zone zone in which authorities state dates
     */
    public CertificateCheck(int capacity, InstantSource clock, ZoneId zone) {
        this.cache = new CertificateCache(capacity);
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Checks one certificate for one use.
     *
     * @param question which, and for what
     * @param authority whom to ask
     * @return always completes normally; whatever fails on the way is {@link CertificateResult#UNCHECKABLE}
     */
    public CompletionStage<CertificateEvidence> check(CertificateQuestion question, CertificateAuthority authority) {
        Instant now = clock.instant();
        CertificateDemand demand = question.demand();
        CertificateIdentifier identifier = CertificateIdentifier.parse(question.presented());
        CertificateResult fault = byItself(question, identifier);
        if (fault != null || identifier == null) {
            return CompletableFuture.completedFuture(CertificateEvidence.refused(
                    demand,
                    fault == null ? CertificateResult.FORGED : fault,
                    identifier == null ? null : identifier.type(),
                    now));
        }
        CertificateEvidence known = cache.find(question, now);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return new Run(question, identifier, authority, now)
                .query()
                .exceptionally(failure -> CertificateEvidence.refused(
                        demand,
                        failure.getCause() instanceof Unfit unfit ? unfit.result : CertificateResult.UNCHECKABLE,
                        identifier.type(),
                        now));
    }

    /** Drops every finding, for example after notice of a revocation. */
    public void forget() {
        cache.clear();
    }

    /** What needs no authority: the identifier, its type and issuer, and that there is one person and a complete use. */
    private static @Nullable CertificateResult byItself(
            CertificateQuestion question, @Nullable CertificateIdentifier identifier) {
        if (identifier == null) {
            return CertificateResult.FORGED;
        }
        if (!question.demand().types().contains(identifier.type())) {
            return CertificateResult.WRONG_TYPE;
        }
        if (!question.demand().accepts(identifier)) {
            return CertificateResult.FOREIGN;
        }
        if (question.subjects().size() != 1) {
            return CertificateResult.NOT_THE_SUBJECTS;
        }
        return question.use().isComplete() ? null : CertificateResult.UNCHECKABLE;
    }

    /** One walk through the authority's operations. */
    private final class Run {

        private final CertificateQuestion question;
        private final CertificateIdentifier identifier;
        private final CertificateAuthority authority;
        private final Instant asked;

        Run(
                CertificateQuestion question,
                CertificateIdentifier identifier,
                CertificateAuthority authority,
                Instant asked) {
            this.question = question;
            this.identifier = identifier;
            this.authority = authority;
            this.asked = asked;
        }

        CompletionStage<CertificateEvidence> query() {
            return CompletableFuture.completedFuture(CertificateMessages.query(identifier, question.use()))
                    .thenCompose(message -> ask(Operation.QUERY, message))
                    .thenCompose(body -> {
                        CertificateData data = CertificateData.read(body, zone);
                        data.require(identifier, question, asked);
                        return verify(data);
                    });
        }

        private CompletionStage<CertificateEvidence> verify(CertificateData data) {
            return ask(Operation.VERIFY, CertificateMessages.verify(identifier, data.document(), question.use()))
                    .thenCompose(body -> {
                        CertificateMessages.requireGenuine(body);
                        return question.authorisation() ? authorise(data) : found(data, false, null, data.expires());
                    });
        }

        private CompletionStage<CertificateEvidence> authorise(CertificateData data) {
            String holder = question.subjects().get(0);
            return ask(Operation.AUTHORISE, CertificateMessages.authorise(identifier, holder, question.use()))
                    .thenCompose(body -> {
                        Authorisation given = Authorisation.read(body, zone);
                        given.require(asked);
                        Instant until = given.until().isBefore(data.expires()) ? given.until() : data.expires();
                        return found(data, true, given.number(), until);
                    });
        }

        private CompletionStage<CertificateEvidence> found(
                CertificateData data, boolean authorised, @Nullable String authorisation, Instant until) {
            CertificateEvidence evidence = new CertificateEvidence(
                    question.demand(), CertificateResult.VALID, data.type(), authorised, authorisation, asked, until);
            cache.keep(question, evidence);
            return CompletableFuture.completedFuture(evidence);
        }

        private CompletionStage<byte[]> ask(Operation operation, byte[] body) {
            return authority.ask(operation, body);
        }
    }
}
