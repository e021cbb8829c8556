package cn.laohekou.hub.city;

/**
 * A made-up e-certificate.
 *
 * @param identifier with a valid check character (GB/T 36904-2018)
 * @param type type code
 * @param issuer unified social credit code of the issuing authority
 * @param issuerName its name
 * @param area division code it is issued for
 * @param holder resident identity number of the holder
 * @param holderName name of the holder
 * @param effective first day in force, {@code YYYYMMDD}
 * @param expiring last day in force
 * @param reason why it is no longer valid; empty while it is
 * @param seal over all the information before; a wrong one is a forgery
 */
record Certificate(
        String identifier,
        String type,
        String issuer,
        String issuerName,
        String area,
        String holder,
        String holderName,
        String effective,
        String expiring,
        String reason,
        String seal) {}
