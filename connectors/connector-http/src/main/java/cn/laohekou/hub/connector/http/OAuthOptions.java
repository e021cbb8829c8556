package cn.laohekou.hub.connector.http;

/**
 * How an access token is got with client credentials (RFC 6749, 4.4). Absent texts are empty.
 *
 * @param tokenUrl the authorisation server's token endpoint
 * @param clientId the hub's id there
 * @param clientSecret its secret; secret
 * @param clientAuthentication {@code basic} (RFC 6749, 2.3.1) or {@code post}
 * @param scope scopes to ask for, separated by blanks
 */
public record OAuthOptions(
        String tokenUrl, String clientId, String clientSecret, String clientAuthentication, String scope) {

    /** Nothing: it holds a secret. */
    @Override
    public String toString() {
        return "OAuthOptions[]";
    }
}
