package cn.laohekou.hub.security.certificate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One certificate to check for one use.
 *
 * @param demand what the grant demands
 * @param authorisation whether the holder's authorisation for this use is demanded too
 * @param presented identifier as presented
 * @param subjects data subjects the request names; the certificate must be the only one's own
 * @param use what it is used for
 * @param epoch policy epoch the use is decided under; a finding of another epoch is not used again
 */
public record CertificateQuestion(
        CertificateDemand demand,
        boolean authorisation,
        @Nullable String presented,
        List<String> subjects,
        CertificateUse use,
        long epoch) {

    public CertificateQuestion {
        subjects = List.copyOf(subjects);
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "CertificateQuestion[" + demand.authority() + "]";
    }
}
