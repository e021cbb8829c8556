package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.certificate.CertificateEvidence;
import org.jspecify.annotations.Nullable;

/**
 * An e-certificate presented with a call.
 *
 * @param evidence what its check found; null while it is not checked
 */
public record CertificateFact(@Nullable CertificateEvidence evidence) {

    /** Presented, not checked. */
    public static final CertificateFact UNCHECKED = new CertificateFact(null);
}
