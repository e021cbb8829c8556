package cn.laohekou.hub.security.certificate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a check found: an input of the decision, good for the demand it was made for and no other.
 *
 * @param demand what was demanded
 * @param result how the certificate stands
 * @param type its type; null when its identifier could not be read
 * @param authorised whether the holder's authorisation for this use was asked for and given
 * @param authorisation number of that authorisation; null when the authority gave none
 * @param checkedAt when the authority was asked
 * @param goodUntil first moment at which certificate or authorisation is no longer in force
 */
public record CertificateEvidence(
        CertificateDemand demand,
        CertificateResult result,
        @Nullable String type,
        boolean authorised,
        @Nullable String authorisation,
        Instant checkedAt,
        Instant goodUntil) {

    static CertificateEvidence refused(
            CertificateDemand demand, CertificateResult result, @Nullable String type, Instant at) {
        return new CertificateEvidence(demand, result, type, false, null, at, at);
    }

    /** Whether it stands for this demand at this moment. */
    public boolean holds(CertificateDemand asked, Instant now) {
        return result == CertificateResult.VALID && demand.equals(asked) && now.isBefore(goodUntil);
    }

    /** Result and type; never the authorisation's number. */
    @Override
    public String toString() {
        return "CertificateEvidence[" + result + ", " + type + "]";
    }
}
