package cn.laohekou.hub.connector.soap;

/**
 * What a WS-Security header holds. Absent texts are empty.
 *
 * @param security {@code none}, {@code usernameToken}, {@code signature} or {@code usernameTokenSigned}
 * @param tokenUsername user of the token
 * @param tokenPassword its password; secret
 * @param tokenPasswordType {@code text} or {@code digest}
 * @param signingCertificate PEM chain sent with a signature
 * @param signingKey PEM private key (PKCS #8); secret
 */
public record SecurityOptions(
        String security,
        String tokenUsername,
        String tokenPassword,
        String tokenPasswordType,
        String signingCertificate,
        String signingKey) {

    boolean token() {
        return security.equals("usernameToken") || security.equals("usernameTokenSigned");
    }

    boolean signature() {
        return security.equals("signature") || security.equals("usernameTokenSigned");
    }

    boolean isKnown() {
        return security.equals("none") || token() || signature();
    }

    boolean passwordTypeIsKnown() {
        return tokenPasswordType.equals("text") || tokenPasswordType.equals("digest");
    }

    /** Nothing: it holds secrets. */
    @Override
    public String toString() {
        return "SecurityOptions[]";
    }
}
