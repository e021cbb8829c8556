package cn.laohekou.hub.runtime.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.HttpClients;
import org.jspecify.annotations.Nullable;
import org.keycloak.AuthorizationContext;
import org.keycloak.adapters.authorization.PolicyEnforcer;
import org.keycloak.representations.adapters.config.PolicyEnforcerConfig;

/**
 * Keycloak's own policy enforcer, asking the realm about every call. Resources and scopes live in the realm: a path the
 * realm does not name is refused. Answers are never remembered.
 */
public final class RealmPermissions implements Permissions {

    /** Paths of resources are read again after this time, so that changes in the realm reach a running hub. */
    private static final Duration READ_AGAIN = Duration.ofMinutes(5);

    private static final int TIMEOUT_MS = 5_000;
    private static final int CONNECTIONS = 16;

    private final RealmSettings settings;
    private final Clock clock;
    private @Nullable PolicyEnforcer enforcer;
    private Instant readAt = Instant.MIN;

    /**
     * @param settings where the realm is
     * @param clock the time
     */
    public RealmPermissions(RealmSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean permits(String token, String method, String path) throws IdentityDown {
        EnforcedRequest.Answer answer = new EnforcedRequest.Answer();
        try {
            AuthorizationContext context = enforcer().enforce(new EnforcedRequest(token, method, path), answer);
            return context.isGranted() && !answer.refused();
        } catch (RuntimeException e) {
            // The library knows one kind of failure: the identity server did not answer as it should.
            throw new IdentityDown(e.getClass().getSimpleName());
        }
    }

    private synchronized PolicyEnforcer enforcer() {
        Instant now = clock.instant();
        PolicyEnforcer ready = enforcer;
        if (ready == null || readAt.isBefore(now.minus(READ_AGAIN))) {
            ready = build();
            enforcer = ready;
            readAt = now;
        }
        return ready;
    }

    private PolicyEnforcer build() {
        PolicyEnforcerConfig config = new PolicyEnforcerConfig();
        config.setEnforcementMode(PolicyEnforcerConfig.EnforcementMode.ENFORCING);
        config.setHttpMethodAsScope(true);
        return PolicyEnforcer.builder()
                .authServerUrl(settings.url())
                .realm(settings.realm())
                .clientId(settings.clientId())
                .credentials(Map.of("secret", settings.clientSecret()))
                .bearerOnly(true)
                .enforcerConfig(config)
                .httpClient(HttpClients.custom()
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultRequestConfig(RequestConfig.custom()
                                .setConnectTimeout(TIMEOUT_MS)
                                .setSocketTimeout(TIMEOUT_MS)
                                .setConnectionRequestTimeout(TIMEOUT_MS)
                                .build())
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .build())
                .build();
    }
}
