package cn.laohekou.hub.cli.process;

import java.util.HashMap;
import java.util.Map;

/** The simulated provincial identity provider: a second realm of the same server, spoken to by OpenID Connect alone. */
public final class UpstreamRealm {

    private static final String BASE = KeycloakServer.OWN_ADDRESS + "/realms/province";
    private static final String PROTOCOL = BASE + "/protocol/openid-connect";

    private UpstreamRealm() {}

    /**
     * Values of the placeholders that join the city's realm to it.
     *
     * @param clientSecret secret of the city at the provider
     * @param citizenPassword password of the made-up citizens
     */
    public static Map<String, String> placeholders(String clientSecret, String citizenPassword) {
        Map<String, String> values = new HashMap<>();
        values.put("HUB_UPSTREAM_ENABLED", "true");
        values.put("HUB_UPSTREAM_ISSUER", BASE);
        values.put("HUB_UPSTREAM_AUTHORIZATION_URL", PROTOCOL + "/auth");
        values.put("HUB_UPSTREAM_TOKEN_URL", PROTOCOL + "/token");
        values.put("HUB_UPSTREAM_JWKS_URL", PROTOCOL + "/certs");
        values.put("HUB_UPSTREAM_CLIENT_SECRET", clientSecret);
        // Without a port: any port of this machine (RFC 8252 section 7.3).
        values.put("HUB_UPSTREAM_RETURN_URL", "http://127.0.0.1/realms/laohekou/broker/upstream/endpoint");
        values.put("DEMO_PASSWORD_CITIZEN", citizenPassword);
        return values;
    }
}
