package cn.laohekou.hub.security.certificate;

/**
 * For what a certificate is used: the five elements that every use of an e-certificate must name (用证五要素), and the use
 * itself.
 *
 * @param orgName name of the organisation that uses it
 * @param username who uses it, as stated by the caller
 * @param itemName name of the government matter (事项)
 * @param itemCode code of the matter
 * @param businessCode number of the case (办件号)
 * @param useFor what it is used for, in one sentence
 */
public record CertificateUse(
        String orgName, String username, String itemName, String itemCode, String businessCode, String useFor) {

    /** Whether nothing is missing; a certificate is asked for in no other case. */
    public boolean isComplete() {
        return !orgName.isBlank()
                && !username.isBlank()
                && !itemName.isBlank()
                && !itemCode.isBlank()
                && !businessCode.isBlank()
                && !useFor.isBlank();
    }

    /** Names the matter, never the case or person. */
    @Override
    public String toString() {
        return "CertificateUse[" + itemCode + "]";
    }
}
