package cn.laohekou.hub.security.certificate;

/** Ends a check: the certificate does not stand, or the answer cannot be relied on. */
final class Unfit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final CertificateResult result;

    Unfit(CertificateResult result) {
        super(result.name(), null, false, false);
        this.result = result;
    }
}
