package cn.laohekou.hub.connector.api;

/** Why a connector could not answer. Stable names: they appear in contracts, problems, metrics and evidence. */
public enum FaultCode {
    /** No connection, refused, reset, TLS handshake failed, or the answer broke off. */
    COUNTERPART_DOWN,
    /** Connected, or queued for a connection, but no complete answer within the time-out. */
    COUNTERPART_TIMEOUT,
    /** The answer, after unpacking, is larger than the limit. */
    COUNTERPART_OVERSIZED,
    /** An answer that cannot be used: bad encoding, broken protocol, a redirect. */
    COUNTERPART_BAD_ANSWER,
    /** The counterpart refused the request (its 4xx). */
    COUNTERPART_REFUSED,
    /** The counterpart failed (its 5xx). */
    COUNTERPART_FAILED,
    /** The address the setting resolves to is not one the security team allowed. */
    ADDRESS_NOT_ALLOWED,
    /** The connector's own settings are unusable (for example a certificate that does not parse). */
    CONNECTOR_MISCONFIGURED
}
