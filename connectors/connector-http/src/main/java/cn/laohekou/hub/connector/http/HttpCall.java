package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.RequestSigning;
import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. After {@link #start} everything happens on one event loop, so nothing here is
 * synchronised; whatever arrives after the end is dropped.
 */
final class HttpCall {

    private static final int SUCCESS = 200;
    private static final int REDIRECT = 300;
    private static final int UNAUTHORIZED = 401;

    /** An error body larger than this is not worth keeping the connection for. */
    private static final int MAX_DRAINED_BYTES = 65_536;

    private final Counterpart counterpart;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Context context;
    private final HttpMethod method;
    private final String uri;
    private final byte @Nullable [] body;
    private final @Nullable AnswerSink sink;
    private long timer = -1;
    private boolean retried;
    private @Nullable AccessToken token;
    private boolean done;
    private long drained;
    private @Nullable HttpClientRequest request;
    private @Nullable AnswerBody answer;
    private RequestSigning.@Nullable BodyCheck check;

    private HttpCall(
            Counterpart counterpart,
            Exchange exchange,
            AsyncCallback callback,
            Context context,
            HttpMethod method,
            String uri,
            byte @Nullable [] body) {
        this.counterpart = counterpart;
        this.exchange = exchange;
        this.callback = callback;
        this.context = context;
        this.method = method;
        this.uri = uri;
        this.body = body;
        this.sink = exchange.getProperty(ExchangeKeys.ANSWER_SINK, AnswerSink.class);
    }

    /** Reads the exchange and checks what it asks for; sends nothing yet. */
    static HttpCall prepare(Counterpart counterpart, Context context, Exchange exchange, AsyncCallback callback)
            throws ConnectorFault {
        RequestPlan plan = counterpart.plan();
        if (Boolean.TRUE.equals(exchange.getProperty(ExchangeKeys.PROBE))) {
            return new HttpCall(counterpart, exchange, callback, context, plan.probeMethod(), plan.probeUri(), null);
        }
        HttpMethod method = RequestPlan.method(exchange.getProperty(ExchangeKeys.METHOD, String.class));
        String uri = plan.uri(
                exchange.getProperty(ExchangeKeys.PATH, String.class),
                exchange.getProperty(ExchangeKeys.QUERY, String.class));
        return new HttpCall(counterpart, exchange, callback, context, method, uri, body(exchange));
    }

    private static byte @Nullable [] body(Exchange exchange) throws ConnectorFault {
        Object body = exchange.getMessage().getBody();
        if (body == null || body instanceof byte[]) {
            return (byte[]) body;
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw Faults.misconfigured("请求正文类型不受支持。", "The request body is neither bytes nor text.");
    }

    /** Begins; must run on the call's context, on which the exchange's callback will be called. */
    void start() {
        timer = counterpart.vertx().setTimer(counterpart.plan().options().requestTimeoutMs(), id -> timedOut());
        authorise();
    }

    /** Gets the token first: its endpoint may be slow, and an address is checked right before it is used. */
    private void authorise() {
        TokenSource tokens = counterpart.tokens();
        if (tokens == null) {
            resolve();
        } else {
            then(tokens.token(context), granted -> {
                token = granted;
                resolve();
            });
        }
    }

    private void resolve() {
        then(counterpart.addresses(), this::connect);
    }

    /** Goes on with what a stage gives, at once when it is there already, else on the call's own event loop. */
    private <T> void then(CompletionStage<T> stage, Consumer<T> step) {
        if (stage instanceof CompletableFuture<T> known && known.isDone() && !known.isCompletedExceptionally()) {
            step.accept(known.join());
            return;
        }
        stage.whenComplete((value, refusal) -> onContext(() -> {
            if (refusal != null) {
                fail(Faults.of(refusal));
            } else if (!done) {
                step.accept(value);
            }
        }));
    }

    private void onContext(Runnable step) {
        if (Context.isOnEventLoopThread() && Vertx.currentContext() == context) {
            step.run();
        } else {
            context.runOnContext(ignored -> step.run());
        }
    }

    private void connect(Way.Addresses addresses) {
        try {
            counterpart
                    .client()
                    .request(counterpart.request(addresses, method, uri))
                    .onComplete(this::connected);
        } catch (UnknownHostException | IllegalStateException e) {
            fail(Faults.of(e));
        }
    }

    private void connected(AsyncResult<HttpClientRequest> connection) {
        if (connection.failed()) {
            fail(Faults.of(connection.cause()));
            return;
        }
        HttpClientRequest opened = connection.result();
        if (done) {
            opened.reset();
            return;
        }
        request = opened;
        RequestHeaders.write(opened.headers(), counterpart.plan(), exchange, body != null, token);
        if (!signed(opened.headers())) {
            return;
        }
        opened.response().onComplete(this::answered);
        if (body == null) {
            opened.end();
        } else {
            opened.end(Buffer.buffer(body));
        }
    }

    /** Signs last, over what is really sent; a request that cannot be signed is not sent. */
    private boolean signed(MultiMap headers) {
        RequestSigning.Signer signer = counterpart.signer();
        if (signer == null) {
            return true;
        }
        try {
            signer.sign(new RequestSigning.Request(
                            method.name(), counterpart.plan().base().authority(), uri, body))
                    .forEach(headers::add);
            return true;
        } catch (RuntimeException failure) {
            abort(Faults.misconfigured("请求无法签名，未发送。", "The request could not be signed and was not sent."));
            return false;
        }
    }

    private void answered(AsyncResult<HttpClientResponse> arrived) {
        if (arrived.failed()) {
            fail(Faults.of(arrived.cause()));
            return;
        }
        HttpClientResponse response = arrived.result();
        if (done) {
            cut();
            return;
        }
        int status = response.statusCode();
        if (status == UNAUTHORIZED && retriesWithAnotherToken()) {
            response.exceptionHandler(broken -> {});
            response.handler(this::drain);
            authorise();
            return;
        }
        exchange.setProperty(ExchangeKeys.ANSWER_STATUS, status);
        if (status < SUCCESS || status >= REDIRECT) {
            refused(response, Faults.status(status));
            return;
        }
        receive(response);
    }

    /** An error's body is dropped, unless a component of the hub asked for its beginning. */
    private void refused(HttpClientResponse response, ConnectorFault fault) {
        AnswerSink wanted = exchange.getProperty(CallKeys.ERROR_SINK, AnswerSink.class);
        if (wanted == null) {
            response.exceptionHandler(broken -> {});
            response.handler(this::drain);
            fail(fault);
            return;
        }
        response.exceptionHandler(broken -> fail(fault));
        response.endHandler(end -> fail(fault));
        noteType(response);
        response.handler(bytes -> {
            try {
                if (drained + bytes.length() <= MAX_DRAINED_BYTES) {
                    wanted.write(bytes.getBytes(), 0, bytes.length());
                } else {
                    fail(fault);
                }
                drain(bytes);
            } catch (ConnectorFault unwanted) {
                fail(fault);
            }
        });
    }

    /** Once per call: a counterpart that said 401 has not acted on the request. */
    private boolean retriesWithAnotherToken() {
        TokenSource tokens = counterpart.tokens();
        AccessToken used = token;
        if (tokens == null || used == null || retried || !tokens.refused(used)) {
            return false;
        }
        retried = true;
        return true;
    }

    private void receive(HttpClientResponse response) {
        response.exceptionHandler(broken -> fail(Faults.of(broken)));
        noteType(response);
        try {
            // HEAD announces the length of a body that never comes.
            long limit = method.equals(HttpMethod.HEAD)
                    ? Long.MAX_VALUE
                    : counterpart.plan().options().maxAnswerBytes();
            check = check(response);
            answer = AnswerBody.of(response.headers(), sink, limit);
            response.handler(this::take);
            response.endHandler(end -> complete());
        } catch (ConnectorFault fault) {
            abort(fault);
        }
    }

    /** A sign of life needs no signature: nobody uses what it says. */
    private RequestSigning.@Nullable BodyCheck check(HttpClientResponse response) throws ConnectorFault {
        RequestSigning.Signer signer = counterpart.signer();
        boolean probe = Boolean.TRUE.equals(exchange.getProperty(ExchangeKeys.PROBE));
        RequestSigning.AnswerCheck answers = signer == null || probe ? null : signer.answers();
        return answers == null
                ? null
                : answers.begin(new RequestSigning.Answer(
                        response.statusCode(), name -> response.headers().getAll(name)));
    }

    private void noteType(HttpClientResponse response) {
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null) {
            exchange.setProperty(ExchangeKeys.ANSWER_TYPE, type);
        }
    }

    private void take(Buffer bytes) {
        if (done || answer == null) {
            return;
        }
        try {
            if (check != null) {
                check.take(bytes.getBytes());
            }
            answer.take(view(bytes));
        } catch (ConnectorFault | RuntimeException failure) {
            // A broken sink must end the exchange at once, not at its time-out.
            abort(failure);
        }
    }

    /** Deprecated for Vert.x 5, which has a successor; here the alternative is one more copy of every answer. */
    @SuppressWarnings("deprecation")
    private static ByteBuf view(Buffer bytes) {
        return bytes.getByteBuf();
    }

    private void complete() {
        if (done || answer == null) {
            return;
        }
        try {
            if (check != null) {
                check.end();
            }
            answer.end();
            finish();
        } catch (ConnectorFault fault) {
            fail(fault);
        }
    }

    /** The caller has its answer; reading a little more saves the connection. */
    private void drain(Buffer bytes) {
        drained += bytes.length();
        if (drained > MAX_DRAINED_BYTES) {
            cut();
        }
    }

    private void timedOut() {
        timer = -1;
        abort(Faults.timedOut());
    }

    /** Ends the request; under HTTP/1.1 that closes its connection. */
    private void cut() {
        if (request != null) {
            request.reset();
        }
    }

    private void fail(Exception failure) {
        if (!done) {
            exchange.setException(failure);
            finish();
        }
    }

    /** Fails the exchange for a reason of our own; what cutting the connection reports afterwards comes too late. */
    private void abort(Exception failure) {
        boolean first = !done;
        done = true;
        cut();
        if (first) {
            exchange.setException(failure);
            finish();
        }
    }

    private void finish() {
        done = true;
        if (answer != null) {
            answer.close();
        }
        if (timer >= 0) {
            counterpart.vertx().cancelTimer(timer);
        }
        callback.done(false);
    }
}
