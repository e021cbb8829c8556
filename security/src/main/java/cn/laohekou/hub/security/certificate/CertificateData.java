package cn.laohekou.hub.security.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as its authority describes it (element names after GB/T 36903-2018).
 *
 * @param document data and extension as answered, to be verified as they are
 * @param base the base information in it
 * @param valid whether the authority calls it valid
 * @param effective first moment in force
 * @param expires first moment no longer in force
 */
record CertificateData(ObjectNode document, JsonNode base, boolean valid, Instant effective, Instant expires) {

    /** Status of a certificate in force (JT/T 1546-2025). */
    private static final String IN_FORCE = "1";

    private static final String NO_SUCH_CERTIFICATE = "0002";

    static CertificateData read(byte[] body, ZoneId zone) {
        ObjectNode answer = CertificateMessages.answer(body);
        if (NO_SUCH_CERTIFICATE.equals(answer.path("verifyCode").asText())) {
            throw new Unfit(CertificateResult.UNKNOWN);
        }
        JsonNode base = answer.path("certificateData").path("baseInfo");
        String status = answer.path("certificateStatus").asText();
        if (!(answer.get("certificateData") instanceof ObjectNode document) || !base.isObject() || status.isEmpty()) {
            throw new Unfit(CertificateResult.UNCHECKABLE);
        }
        return new CertificateData(
                document,
                base,
                status.equals(IN_FORCE),
                AuthorityDates.begin(text(base, "certificateEffectiveDate"), zone),
                AuthorityDates.end(text(base, "certificateExpiringDate"), zone));
    }

    /** Ends the check unless this is the certificate presented, the subject's own, and in force. */
    void require(CertificateIdentifier presented, CertificateQuestion question, Instant now) {
        boolean same = presented.text().equals(text(base, "certificateIdentifier"))
                && presented.type().equals(type())
                && presented.issuer().equals(text(base, "certificateIssuingAuthorityCode"));
        if (!same) {
            throw new Unfit(CertificateResult.FORGED);
        }
        String area = text(base, "certificateAreaCode");
        if (area != null && !question.demand().isOfRegion(area)) {
            throw new Unfit(CertificateResult.FOREIGN);
        }
        if (!isHeldBy(question.subjects().get(0))) {
            throw new Unfit(CertificateResult.NOT_THE_SUBJECTS);
        }
        if (now.isBefore(effective) || !now.isBefore(expires)) {
            throw new Unfit(CertificateResult.EXPIRED);
        }
        if (!valid) {
            throw new Unfit(CertificateResult.REVOKED);
        }
    }

    String type() {
        String type = text(base, "certificateTypeCode");
        return type == null ? "" : type;
    }

    private boolean isHeldBy(String subject) {
        String holder = text(base, "certificateHolderCode");
        return holder != null
                && holder.strip()
                        .toUpperCase(Locale.ROOT)
                        .equals(subject.strip().toUpperCase(Locale.ROOT));
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value != null && value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
    }
}
