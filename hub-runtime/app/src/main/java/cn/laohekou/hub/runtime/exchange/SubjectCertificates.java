package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.registry.Names;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.certificate.CertificateCheck;
import cn.laohekou.hub.security.certificate.CertificateDemand;
import cn.laohekou.hub.security.certificate.CertificateEvidence;
import cn.laohekou.hub.security.certificate.CertificateQuestion;
import cn.laohekou.hub.security.certificate.CertificateUse;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.policy.CertificateConditions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has the data subject's e-certificate checked for one exchange, and notes for the record what was found. */
final class SubjectCertificates {

    private final CertificateCheck check;
    private final Supplier<Snapshot> registry;
    private final Legs legs;
    private final EvidenceKeys keys;

    SubjectCertificates(CertificateCheck check, Supplier<Snapshot> registry, Legs legs, EvidenceKeys keys) {
        this.check = check;
        this.registry = registry;
        this.legs = legs;
        this.keys = keys;
    }

    /**
     * Checks what was presented against what the call's grant demands, and notes what was found as an input of the
     * decision.
     *
     * @return completes on any thread; with null when the grant demands no certificate
     */
    CompletionStage<@Nullable CertificateEvidence> check(Call call) {
        CertificateDemand demand = call.grant().obligation(CertificateConditions.CERTIFICATE, CertificateDemand.class);
        if (demand == null) {
            return CompletableFuture.completedFuture(null);
        }
        boolean authorisation = call.grant().obligations().containsKey(CertificateConditions.AUTHORISATION);
        Snapshot now = registry.get();
        CertificateQuestion question = new CertificateQuestion(
                demand,
                authorisation,
                call.headers.certificate(),
                call.mapped().subjects(),
                use(call, now.names()),
                call.policy().epoch());
        return check.check(question, new CertificateLeg(legs, now, demand.authority(), call))
                .thenApply(found -> {
                    note(call, found);
                    return found;
                });
    }

    /** Who uses it, for which matter and case: the five elements; what is not known stays empty and ends the check. */
    private static CertificateUse use(Call call, Names names) {
        String purpose = text(call.headers.purpose());
        String title = text(names.purposes().get(purpose));
        return new CertificateUse(
                text(names.departments().get(call.caller().department())),
                text(call.person()),
                title,
                purpose,
                text(call.headers.caseNumber()),
                title.isEmpty() ? "" : title + "：" + call.resource().resource().name());
    }

    /** The certificate and the authorisation as keyed digests only. */
    private void note(Call call, CertificateEvidence found) {
        String presented = call.headers.certificate();
        if (presented != null) {
            call.note("certificate", keys.certificate(presented));
        }
        if (found.type() != null) {
            call.note("certificateType", found.type());
        }
        call.note("certificateStatus", found.result().name());
        call.note("certificateCheckedAt", found.checkedAt().toString());
        call.note("certificateAuthorised", Boolean.toString(found.authorised()));
        if (found.authorisation() != null) {
            call.note("certificateAuthorisation", keys.certificate(found.authorisation()));
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
