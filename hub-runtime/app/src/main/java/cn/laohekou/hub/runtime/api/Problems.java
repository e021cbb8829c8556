package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns everything that goes wrong into a problem document, what the framework refuses by itself included. */
public class Problems {

    private static final Logger LOG = Logger.getLogger("hub.api");

    /** What the hub refuses. */
    @ServerExceptionMapper
    public Response refused(Refused refused, @Context HttpHeaders headers) {
        Response answer = answer(refused.problem(), headers);
        if (refused.challenge() != null) {
            answer.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, refused.challenge());
        }
        return answer;
    }

    /** What the framework refuses. */
    @ServerExceptionMapper
    public Response framework(WebApplicationException exception, @Context HttpHeaders headers) {
        int status = exception.getResponse().getStatus();
        ErrorCode code =
                switch (status) {
                    case 400 -> ErrorCode.PARAMETER_INVALID;
                    case 404 -> ErrorCode.PATH_UNKNOWN;
                    case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
                    case 406 -> ErrorCode.NOT_ACCEPTABLE;
                    case 413 -> ErrorCode.BODY_TOO_LARGE;
                    case 415 -> ErrorCode.MEDIA_TYPE_UNSUPPORTED;
                    default -> ErrorCode.INTERNAL;
                };
        return answer(Problem.of(code), headers);
    }

    /** What nobody expected. The caller gets the incident id, the log the place, neither any value. */
    @ServerExceptionMapper
    public Response unexpected(Throwable failure, @Context HttpHeaders headers) {
        Problem problem = Problem.of(ErrorCode.INTERNAL);
        StackTraceElement[] trace = failure.getStackTrace();
        LOG.errorf(
                "Management call failed, incident %s: %s at %s",
                problem.incident(), failure.getClass().getName(), trace.length == 0 ? "?" : trace[0]);
        return answer(problem, headers);
    }

    private static Response answer(Problem problem, HttpHeaders headers) {
        @Nullable String language = headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE);
        Response.ResponseBuilder response = Response.status(problem.code().status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CONTENT_LANGUAGE, Problem.prefersEnglish(language) ? "en" : "zh-CN")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(problem.toBytes(language));
        if (problem.code().status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"laohekou\"");
        }
        if (problem.retryAfterSeconds() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return response.build();
    }
}
