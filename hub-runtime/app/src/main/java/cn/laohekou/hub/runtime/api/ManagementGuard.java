package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.identity.IdentityDown;
import cn.laohekou.hub.runtime.identity.LiveSessions;
import cn.laohekou.hub.runtime.identity.Permissions;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.security.identity.Person;
import cn.laohekou.hub.security.identity.TokenFault;
import cn.laohekou.hub.security.identity.TokenVerifier;
import cn.laohekou.hub.security.identity.Verification;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every management call: a person's token is verified here, then the realm is asked whether the session
 * still stands and whether it permits the call; only the first set-up is for persons without any role. Runs on the worker thread of the call.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class ManagementGuard implements ContainerRequestFilter {

    /** What a management path is made of. Anything else could mean one thing to the realm and another to the router. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");

    private static final String BEARER = "Bearer ";

    /** Largest body of a management call in bytes: 1 MiB. */
    private static final int MAX_BODY = 1024 * 1024;

    private final TokenVerifier tokens;
    private final LiveSessions sessions;
    private final Permissions permissions;
    private final CurrentCall current;
    private final CurrentVertxRequest vertx;

    ManagementGuard(
            TokenVerifier tokens,
            LiveSessions sessions,
            Permissions permissions,
            CurrentCall current,
            CurrentVertxRequest vertx) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.permissions = permissions;
        this.current = current;
        this.vertx = vertx;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        HttpServerRequest http = vertx.getCurrent().request();
        String path = http.path() == null ? "" : http.path();
        if (!PATH.matcher(path).matches()) {
            throw Refused.of(ErrorCode.BAD_PATH);
        }
        if (request.getLength() > MAX_BODY) {
            throw Refused.of(ErrorCode.BODY_TOO_LARGE);
        }
        String token = token(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        Person person = verified(tokens.verifyPerson(token));
        if (!SetupApi.isSetup(request.getMethod(), path)) {
            requireLive(token == null ? "" : token, person);
            requirePermitted(token == null ? "" : token, request.getMethod(), path);
        }
        current.permitted(
                new Actor(person.username(), person.department(), person.roles(), network(http)),
                person,
                request.getHeaderString("Idempotency-Key"),
                request.getMethod() + " " + http.uri());
    }

    /** The token says what was true when it was issued; the realm says what is true now. */
    private void requireLive(String token, Person person) {
        try {
            LiveSessions.Answer answer = sessions.check(token, person);
            if (answer == LiveSessions.Answer.ENDED) {
                throw Refused.of(ErrorCode.SESSION_ENDED);
            }
            if (answer == LiveSessions.Answer.DUTIES_NOT_SEPARATE) {
                throw Refused.of(ErrorCode.DUTIES_NOT_SEPARATE);
            }
        } catch (IdentityDown e) {
            throw Refused.of(ErrorCode.MANAGEMENT_IDENTITY_DOWN);
        }
    }

    private void requirePermitted(String token, String method, String path) {
        try {
            if (!permissions.permits(token, method, path)) {
                throw Refused.of(ErrorCode.NOT_PERMITTED);
            }
        } catch (IdentityDown e) {
            throw Refused.of(ErrorCode.MANAGEMENT_IDENTITY_DOWN);
        }
    }

    private static @Nullable String token(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).trim()
                : null;
    }

    private static Person verified(Verification<Person> verification) {
        if (verification instanceof Verification.Verified<Person> verified) {
            return verified.who();
        }
        TokenFault fault = ((Verification.Rejected<Person>) verification).fault();
        throw Refused.of(
                fault == TokenFault.KEYS_UNAVAILABLE
                        ? ErrorCode.MANAGEMENT_IDENTITY_DOWN
                        : ErrorCode.valueOf("TOKEN_" + fault.name()),
                fault.zh() + "。",
                fault.en() + ".");
    }

    private static String network(HttpServerRequest http) {
        return http.remoteAddress() == null
                ? ""
                : String.valueOf(http.remoteAddress().hostAddress());
    }
}
