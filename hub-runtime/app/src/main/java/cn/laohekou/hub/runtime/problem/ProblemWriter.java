package cn.laohekou.hub.runtime.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Writes problem documents from Vert.x code. */
public final class ProblemWriter {

    private ProblemWriter() {}

    /**
     * Ends a response with a problem. Does nothing when the response has ended or its head is already written.
     *
     * @param response the response
     * @param problem what went wrong
     * @param acceptLanguage the request's {@code Accept-Language}, null when absent
     */
    public static void write(HttpServerResponse response, Problem problem, @Nullable String acceptLanguage) {
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(problem.code().status());
        response.putHeader("Content-Type", Problem.MEDIA_TYPE);
        response.putHeader("Content-Language", Problem.prefersEnglish(acceptLanguage) ? "en" : "zh-CN");
        response.putHeader("Cache-Control", "no-store");
        if (problem.code().status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"laohekou\"");
        }
        if (problem.retryAfterSeconds() > 0) {
            response.putHeader("Retry-After", Integer.toString(problem.retryAfterSeconds()));
        }
        response.end(Buffer.buffer(problem.toBytes(acceptLanguage)));
    }
}
