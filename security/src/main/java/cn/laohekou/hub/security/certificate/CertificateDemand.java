package cn.laohekou.hub.security.certificate;

import java.util.Set;

/**
 * What a grant demands of the data subject's e-certificate.
 *
 * @param authority resource through which certificates are checked; its operations are {@link CertificateAuthority}'s
 * @param types certificate types that are accepted
 * @param issuers unified social credit codes of the authorities whose certificates are accepted; empty for any
 * @param regions division codes, or beginnings of them, of the issuers accepted; empty for any
 * @param freshSeconds how long a positive answer may be used again, in seconds; 0 asks at every call
 */
public record CertificateDemand(
        String authority, Set<String> types, Set<String> issuers, Set<String> regions, int freshSeconds) {

    /** Longest time a positive answer is kept, in seconds: a certificate withdrawn elsewhere is noticed by then. */
    public static final int MAX_FRESH_SECONDS = 300;

    /** How long a positive answer is kept unless the grant says otherwise, in seconds. */
    public static final int DEFAULT_FRESH_SECONDS = 60;

    public CertificateDemand {
        types = Set.copyOf(types);
        issuers = Set.copyOf(issuers);
        regions = Set.copyOf(regions);
    }

    boolean accepts(CertificateIdentifier identifier) {
        return (issuers.isEmpty() || issuers.contains(identifier.issuer())) && isOfRegion(identifier.division());
    }

    boolean isOfRegion(String division) {
        return regions.isEmpty() || regions.stream().anyMatch(division::startsWith);
    }
}
