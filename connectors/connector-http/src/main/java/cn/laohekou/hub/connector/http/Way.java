package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way to one base address: directly, or through a proxy's tunnel. The guard is asked about every machine a call
 * names, the proxy and the target, and both are reached by exactly the addresses it returned: a proxy is told an
 * address, so that it looks no name up for the hub.
 *
 * <p>Thread-safe.
 */
final class Way {

    private final OutgoingGuard guard;
    private final String connector;
    private final BaseAddress base;
    private final @Nullable Tunnel tunnel;
    private volatile @Nullable Hop last;

    /** A proxy as far as it does not change from call to call. */
    private record Tunnel(BaseAddress address, ProxyOption option) {}

    /**
     * What the guard allowed.
     *
     * @param target the address of the base
     * @param proxy the address of the proxy; null when there is none
     */
    record Addresses(InetAddress target, @Nullable InetAddress proxy) {}

    private record Hop(
            Addresses addresses,
            SocketAddress server,
            @Nullable ProxyOptions proxy) {}

    private Way(OutgoingGuard guard, String connector, BaseAddress base, @Nullable Tunnel tunnel) {
        this.guard = guard;
        this.connector = connector;
        this.base = base;
        this.tunnel = tunnel;
    }

    /**
     * @throws ConnectorFault when the proxy's address is not usable, or the base address is not {@code https}: a proxy
     *     would read what is not encrypted end to end
     */
    static Way to(OutgoingGuard guard, HttpOptions options, BaseAddress base) throws ConnectorFault {
        ProxyOption proxy = options.proxy();
        if (!proxy.used()) {
            return new Way(guard, options.connector(), base, null);
        }
        if (!base.tls()) {
            throw Faults.misconfigured(
                    "经代理访问时 baseUrl 与 tokenUrl 须为 https，否则代理能读到内容。",
                    "Through a proxy baseUrl and tokenUrl must be https, or the proxy could read along.");
        }
        return new Way(guard, options.connector(), base, new Tunnel(BaseAddress.proxy(proxy.proxyUrl()), proxy));
    }

    BaseAddress base() {
        return base;
    }

    /** Asks the guard; to be called for every request. */
    CompletionStage<Addresses> addresses() {
        CompletionStage<InetAddress> target = guard.resolve(connector, base.host(), base.port());
        Tunnel through = tunnel;
        if (through != null) {
            BaseAddress proxy = through.address();
            return target.thenCombine(guard.resolve(connector, proxy.host(), proxy.port()), Addresses::new);
        }
        Hop known = last;
        if (target instanceof CompletableFuture<InetAddress> done
                && done.isDone()
                && !done.isCompletedExceptionally()
                && known != null
                && known.addresses().target().equals(done.join())) {
            return CompletableFuture.completedFuture(known.addresses());
        }
        return target.thenApply(address -> new Addresses(address, null));
    }

    /** A request to exactly these addresses under the target's own name (Host header, SNI, certificate check). */
    RequestOptions request(Addresses addresses) throws UnknownHostException {
        Hop hop = hop(addresses);
        RequestOptions request = new RequestOptions()
                .setServer(hop.server())
                .setHost(base.host())
                .setPort(base.port())
                .setSsl(base.tls());
        return hop.proxy() == null ? request : request.setProxyOptions(hop.proxy());
    }

    private Hop hop(Addresses addresses) throws UnknownHostException {
        Hop known = last;
        if (known != null && known.addresses().equals(addresses)) {
            return known;
        }
        // Without its name: nothing may look the name up again.
        InetSocketAddress server = new InetSocketAddress(literal(addresses.target()), base.port());
        Hop hop = new Hop(addresses, SocketAddress.inetSocketAddress(server), proxyOptions(addresses.proxy()));
        last = hop;
        return hop;
    }

    private @Nullable ProxyOptions proxyOptions(@Nullable InetAddress address) throws UnknownHostException {
        Tunnel through = tunnel;
        if (through == null || address == null) {
            return null;
        }
        ProxyOptions proxy = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(literal(address).getHostAddress())
                .setPort(through.address().port());
        if (!through.option().proxyUsername().isEmpty()) {
            proxy.setUsername(through.option().proxyUsername())
                    .setPassword(through.option().proxyPassword());
        }
        return proxy;
    }

    private static InetAddress literal(InetAddress address) throws UnknownHostException {
        return InetAddress.getByAddress(address.getAddress());
    }
}
