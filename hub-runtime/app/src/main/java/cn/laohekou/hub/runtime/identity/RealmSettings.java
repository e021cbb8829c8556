package cn.laohekou.hub.runtime.identity;

import java.net.URI;

/**
 * Where the realm is and how the hub proves itself to it.
 *
 * @param url base address of Keycloak, without a trailing slash
 * @param realm name of the realm
 * @param clientId the hub's resource-server client
 * @param clientSecret its secret
 * @param provisionerId the client that registers systems
 * @param provisionerSecret its secret
 */
public record RealmSettings(
        String url,
        String realm,
        String clientId,
        String clientSecret,
        String provisionerId,
        String provisionerSecret) {

    /** Issuer of the realm's tokens. */
    public String issuer() {
        return url + "/realms/" + realm;
    }

    /** Where tokens are issued. */
    public URI tokenEndpoint() {
        return URI.create(issuer() + "/protocol/openid-connect/token");
    }

    /** The realm's signing keys. */
    public URI certificates() {
        return URI.create(issuer() + "/protocol/openid-connect/certs");
    }

    /** The admin API of the realm. */
    URI admin(String path) {
        return URI.create(url + "/admin/realms/" + realm + path);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "RealmSettings[" + issuer() + "]";
    }
}
