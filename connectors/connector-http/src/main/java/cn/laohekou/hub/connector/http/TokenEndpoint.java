package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an authorisation server for a token with client credentials (RFC 6749, 4.4). */
final class TokenEndpoint {

    /** Many times the largest token answer; a larger one is no token. */
    private static final int MAX_BYTES = 65_536;

    private static final int SUCCESS = 200;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final HttpClient client;
    private final Way way;
    private final OAuthOptions options;
    private final int timeoutMs;
    private final Buffer form;

    TokenEndpoint(HttpClient client, Way way, HttpOptions options) {
        this.client = client;
        this.way = way;
        this.options = options.oauth();
        this.timeoutMs = options.requestTimeoutMs();
        this.form = Buffer.buffer(form(options.oauth()));
    }

    /** Asks once; what fails is a {@link ConnectorFault} that names the token endpoint and repeats nothing of it. */
    CompletionStage<TokenAnswer> ask(Context context) {
        CompletableFuture<TokenAnswer> result = new CompletableFuture<>();
        way.addresses()
                .whenComplete((allowed, refusal) -> context.runOnContext(ignored -> {
                    if (refusal != null) {
                        result.completeExceptionally(failure(refusal));
                    } else {
                        send(allowed, result);
                    }
                }));
        return result;
    }

    private void send(Way.Addresses addresses, CompletableFuture<TokenAnswer> result) {
        try {
            client.request(way.request(addresses)
                            .setMethod(HttpMethod.POST)
                            .setURI(
                                    way.base().path().isEmpty()
                                            ? "/"
                                            : way.base().path())
                            .setConnectTimeout(timeoutMs)
                            .setIdleTimeout(timeoutMs))
                    .compose(this::write)
                    .onSuccess(response -> receive(response, result))
                    .onFailure(failure -> result.completeExceptionally(failure(failure)));
        } catch (UnknownHostException | IllegalStateException e) {
            result.completeExceptionally(failure(e));
        }
        result.orTimeout(timeoutMs, TimeUnit.MILLISECONDS);
    }

    private Future<HttpClientResponse> write(HttpClientRequest request) {
        // Without one, a request that is given up is written to the log.
        request.exceptionHandler(broken -> {});
        request.putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
        if (options.clientAuthentication().equals("basic")) {
            // RFC 6749, 2.3.1: both are form-encoded before they are joined.
            byte[] pair = (encode(options.clientId()) + ":" + encode(options.clientSecret()))
                    .getBytes(StandardCharsets.UTF_8);
            request.putHeader(
                    HttpHeaders.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return request.send(form);
    }

    private static void receive(HttpClientResponse response, CompletableFuture<TokenAnswer> result) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(broken -> result.completeExceptionally(failure(broken)));
        response.handler(bytes -> {
            if (body.length() + bytes.length() > MAX_BYTES) {
                result.completeExceptionally(Faults.oversized(MAX_BYTES));
                response.request().reset();
            } else {
                body.appendBuffer(bytes);
            }
        });
        response.endHandler(end -> {
            try {
                result.complete(read(response.statusCode(), body));
            } catch (ConnectorFault fault) {
                result.completeExceptionally(fault);
            }
        });
    }

    private static TokenAnswer read(int status, Buffer body) throws ConnectorFault {
        if (status == SUCCESS) {
            return TokenAnswer.read(body.toString(StandardCharsets.UTF_8));
        }
        if (status >= CLIENT_ERROR && status < SERVER_ERROR) {
            throw new ConnectorFault(
                    FaultCode.COUNTERPART_REFUSED,
                    "令牌端点拒绝了枢纽的客户端身份（" + status + "），请核对 clientId、clientSecret 与 scope。"
                            + "The token endpoint refused the hub's client (" + status
                            + "); check clientId, clientSecret and scope.");
        }
        if (status >= SERVER_ERROR) {
            throw new ConnectorFault(
                    FaultCode.COUNTERPART_FAILED,
                    "令牌端点内部出错（" + status + "）。The token endpoint failed with " + status + ".");
        }
        throw Faults.badAnswer(
                "令牌端点的状态码 " + status + " 无法使用。", "Status " + status + " of the token endpoint is no use.");
    }

    private static ConnectorFault failure(Throwable cause) {
        ConnectorFault fault = Faults.of(cause);
        return fault.code() == FaultCode.COUNTERPART_DOWN || cause instanceof TimeoutException
                ? new ConnectorFault(
                        fault.code(), "令牌端点没有应答，无法取得访问令牌。The token endpoint did not answer; there is no access token.")
                : fault;
    }

    private static String form(OAuthOptions options) {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        if (!options.scope().isEmpty()) {
            form.append("&scope=").append(encode(options.scope()));
        }
        if (options.clientAuthentication().equals("post")) {
            form.append("&client_id=").append(encode(options.clientId()));
            form.append("&client_secret=").append(encode(options.clientSecret()));
        }
        return form.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
