package cn.laohekou.hub.security.certificate;

/** How a certificate stands. */
public enum CertificateResult {
    /** Presented, genuine, in force, of an accepted type and issuer, the data subject's own; authorised if demanded. */
    VALID,
    /** Its identifier, data or seal is not genuine. */
    FORGED,
    /** Of a type that is not accepted. */
    WRONG_TYPE,
    /** Of an issuer or region that is not accepted. */
    FOREIGN,
    /** The authority knows no such certificate. */
    UNKNOWN,
    /** Withdrawn by its issuer. */
    REVOKED,
    /** No longer, or not yet, in force. */
    EXPIRED,
    /** Somebody else's: its holder is not the data subject of the request. */
    NOT_THE_SUBJECTS,
    /** The holder has not authorised this use. */
    NOT_AUTHORISED,
    /** The authority could not be asked, or gave no answer to rely on. */
    UNCHECKABLE
}
