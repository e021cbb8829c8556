package cn.laohekou.hub.connector.http;

import io.vertx.core.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connector's access token: asked for when first needed, shared by all calls until it expires or is refused.
 *
 * <p>Thread-safe. However many calls wait, one request is under way.
 */
final class TokenSource {

    /** Asked for anew this long before it expires, so that a token does not run out on its way. */
    private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(30);

    /**
     * A refused token younger than this is not replaced: a counterpart that refuses every token would otherwise make the
     * hub ask for one per call, which authorisation servers answer by locking the client.
     */
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Function<Context, CompletionStage<TokenAnswer>> endpoint;
    private final LongSupplier nanos;
    private final Runnable closing;
    private @Nullable AccessToken current;
    private @Nullable CompletableFuture<AccessToken> asking;

    /**
     * @param endpoint asks the token endpoint once
     * @param nanos a clock that only goes forward, nanoseconds
     * @param closing frees what the endpoint holds
     */
    TokenSource(Function<Context, CompletionStage<TokenAnswer>> endpoint, LongSupplier nanos, Runnable closing) {
        this.endpoint = endpoint;
        this.nanos = nanos;
        this.closing = closing;
    }

    /**
     * A token that is good now.
     *
     * @return completes exceptionally with a {@link cn.laohekou.hub.connector.api.ConnectorFault} when none is to be had
     */
    CompletionStage<AccessToken> token(Context context) {
        CompletableFuture<AccessToken> ask;
        synchronized (this) {
            AccessToken held = current;
            if (held != null && nanos.getAsLong() - held.until() < 0) {
                return CompletableFuture.completedFuture(held);
            }
            if (asking != null) {
                return asking;
            }
            ask = new CompletableFuture<>();
            asking = ask;
        }
        endpoint.apply(context).whenComplete((answer, failure) -> arrived(ask, answer, failure));
        return ask;
    }

    /**
     * Says that the counterpart refused a token.
     *
     * @return whether asking for another one is worth a second try
     */
    synchronized boolean refused(AccessToken token) {
        AccessToken held = current;
        if (!token.equals(held)) {
            // Another call has found out already.
            return true;
        }
        if (nanos.getAsLong() - token.since() < YOUNG_NANOS) {
            return false;
        }
        current = null;
        return true;
    }

    void close() {
        closing.run();
    }

    private void arrived(
            CompletableFuture<AccessToken> ask, @Nullable TokenAnswer answer, @Nullable Throwable failure) {
        AccessToken token = null;
        synchronized (this) {
            asking = null;
            if (answer != null) {
                long now = nanos.getAsLong();
                long life = TimeUnit.SECONDS.toNanos(answer.seconds());
                token = new AccessToken("Bearer " + answer.token(), now, now + Math.max(life / 2, life - EARLY_NANOS));
                current = token;
            }
        }
        if (token != null) {
            ask.complete(token);
        } else {
            ask.completeExceptionally(
                    failure == null ? Faults.badAnswer("令牌端点没有应答。", "The token endpoint gave no answer.") : failure);
        }
    }
}
