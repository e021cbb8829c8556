package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.api.RequestSigning;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One counterpart's client with what its calls share.
 *
 * <p>Thread-safe.
 */
final class Counterpart {

    private final Vertx vertx;
    private final HttpClient client;
    private final OutgoingGuard guard;
    private final RequestPlan plan;
    private final RequestSigning.@Nullable Signer signer;
    private volatile Known known =
            new Known(InetAddress.getLoopbackAddress(), SocketAddress.inetSocketAddress(0, "none"));

    Counterpart(
            Vertx vertx,
            HttpClient client,
            OutgoingGuard guard,
            RequestPlan plan,
            RequestSigning.@Nullable Signer signer) {
        this.vertx = vertx;
        this.client = client;
        this.guard = guard;
        this.plan = plan;
        this.signer = signer;
    }

    Vertx vertx() {
        return vertx;
    }

    HttpClient client() {
        return client;
    }

    RequestPlan plan() {
        return plan;
    }

    /** Proves requests to the counterpart; null when it demands no signature. */
    RequestSigning.@Nullable Signer signer() {
        return signer;
    }

    /** Asks the guard; to be called for every request. */
    CompletionStage<InetAddress> address() {
        BaseAddress base = plan.base();
        return guard.resolve(plan.options().connector(), base.host(), base.port());
    }

    /** A request to exactly this address under the counterpart's own name (Host header, SNI, certificate check). */
    RequestOptions request(InetAddress address, HttpMethod method, String uri) throws UnknownHostException {
        BaseAddress base = plan.base();
        return new RequestOptions()
                .setServer(server(address))
                .setHost(base.host())
                .setPort(base.port())
                .setSsl(base.tls())
                .setMethod(method)
                .setURI(uri)
                // Also ends the wait for a free connection, so that a caller who gave up leaves the queue.
                .setConnectTimeout(plan.options().requestTimeoutMs());
    }

    private SocketAddress server(InetAddress address) throws UnknownHostException {
        Known last = known;
        if (last.server.port() != 0 && last.address.equals(address)) {
            return last.server;
        }
        // Without its name: nothing may look the name up again.
        InetAddress literal = InetAddress.getByAddress(address.getAddress());
        SocketAddress server = SocketAddress.inetSocketAddress(
                new InetSocketAddress(literal, plan.base().port()));
        known = new Known(address, server);
        return server;
    }

    private record Known(InetAddress address, SocketAddress server) {}
}
