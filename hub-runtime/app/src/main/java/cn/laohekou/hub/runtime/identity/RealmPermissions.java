package cn.laohekou.hub.runtime.identity;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.HttpStatus;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.protocol.HttpContext;
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

    /** The library takes a server that does not answer for one that refuses; what happened on the wire tells them apart. */
    private final ThreadLocal<Boolean> failed = new ThreadLocal<>();

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
        boolean granted;
        failed.remove();
        try {
            AuthorizationContext context = enforcer().enforce(new EnforcedRequest(token, method, path), answer);
            granted = context.isGranted() && !answer.refused();
        } catch (RuntimeException e) {
            // The library knows one kind of failure: the identity server did not answer as it should.
            throw new IdentityDown(e.getClass().getSimpleName());
        }
        if (!granted && Boolean.TRUE.equals(failed.get())) {
            throw new IdentityDown("no answer");
        }
        return granted;
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
                        .setRetryHandler((exception, count, context) -> again(exception, count))
                        .addInterceptorLast((HttpResponseInterceptor) this::noteStatus)
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultRequestConfig(RequestConfig.custom()
                                .setConnectTimeout(TIMEOUT_MS)
                                .setSocketTimeout(TIMEOUT_MS)
                                .setConnectionRequestTimeout(TIMEOUT_MS)
                                .build())
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .build())
                .build();
    }

    /** Asking is harmless: a kept connection that turns out to be closed costs a second try. A time-out does not. */
    private boolean again(IOException failure, int count) {
        if (count == 1 && !(failure instanceof InterruptedIOException)) {
            return true;
        }
        failed.set(true);
        return false;
    }

    private void noteStatus(HttpResponse response, HttpContext context) {
        if (response.getStatusLine().getStatusCode() >= HttpStatus.SC_INTERNAL_SERVER_ERROR) {
            failed.set(true);
        }
    }
}
