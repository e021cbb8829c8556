package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.RequestSigning;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One counterpart's client with what its calls share.
 *
 * <p>Thread-safe.
 *
 * @param vertx whose timers bound the calls
 * @param client the connections
 * @param way how the counterpart is reached
 * @param plan what does not change from call to call
 * @param signer proves requests to the counterpart; null when it demands no signature
 * @param tokens gets access tokens; null when the counterpart demands none
 */
record Counterpart(
        Vertx vertx,
        HttpClient client,
        Way way,
        RequestPlan plan,
        RequestSigning.@Nullable Signer signer,
        @Nullable TokenSource tokens) {

    /** Asks the guard; to be called for every request. */
    CompletionStage<Way.Addresses> addresses() {
        return way.addresses();
    }

    RequestOptions request(Way.Addresses addresses, HttpMethod method, String uri) throws UnknownHostException {
        return way.request(addresses)
                .setMethod(method)
                .setURI(uri)
                // Also ends the wait for a free connection, so that a caller who gave up leaves the queue.
                .setConnectTimeout(plan.options().requestTimeoutMs());
    }

    void close() {
        client.close();
        TokenSource open = tokens;
        if (open != null) {
            open.close();
        }
    }
}
