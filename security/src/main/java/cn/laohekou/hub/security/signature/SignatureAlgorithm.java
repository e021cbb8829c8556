package cn.laohekou.hub.security.signature;

import java.util.Optional;

/** Algorithms of message signatures, by their names in RFC 9421 section 6.2.2 or, for the commercial ones, the hub's. */
public enum SignatureAlgorithm {
    /** HMAC (RFC 2104) over SHA-256. */
    HMAC_SHA256("hmac-sha256", Kind.SECRET),
    /** HMAC over SM3 (GB/T 15852.2); a name of the hub's own, the registry has none. */
    HMAC_SM3("hmac-sm3", Kind.SECRET),
    /** SM2 over SM3 (GB/T 32918.2), DER, default identity; a name of the hub's own. */
    SM2("sm2-sm3", Kind.PAIR),
    /** RSASSA-PSS with SHA-512 (RFC 9421 section 3.3.1). */
    RSA_PSS_SHA512("rsa-pss-sha512", Kind.PAIR),
    /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 9421 section 3.3.2). */
    RSA_SHA256("rsa-v1_5-sha256", Kind.PAIR),
    /** ECDSA on P-256 with SHA-256, r and s side by side (RFC 9421 section 3.3.4). */
    ECDSA_P256("ecdsa-p256-sha256", Kind.PAIR);

    private enum Kind {
        SECRET,
        PAIR
    }

    private final String label;
    private final Kind kind;

    SignatureAlgorithm(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
    }

    /** Name on the wire. */
    public String label() {
        return label;
    }

    /** Whether both sides hold the same secret. */
    public boolean shared() {
        return kind == Kind.SECRET;
    }

    /** The algorithm of that name. */
    public static Optional<SignatureAlgorithm> of(String label) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.label.equals(label)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
