package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Sockets that ask the outgoing guard at every connect and go to exactly the address it returns, under whatever name the
 * driver was given. Drivers make socket factories themselves, by class name, so guards are found by a ticket.
 */
final class GuardedSockets extends SocketFactory {

    private static final Map<String, Guarded> TICKETS = new ConcurrentHashMap<>();
    private static final AtomicLong COUNTER = new AtomicLong();

    private final Guarded guarded;

    private record Guarded(OutgoingGuard guard, String connector, String host, int port) {

        InetAddress address() throws IOException {
            try {
                InetAddress allowed = guard.resolve(connector, host, port)
                        .toCompletableFuture()
                        .join();
                // Without its name: nothing may look the name up again.
                return InetAddress.getByAddress(allowed.getAddress());
            } catch (CompletionException e) {
                throw new RefusedAddress(
                        e.getCause() instanceof ConnectorFault fault
                                ? fault
                                : Faults.misconfigured("地址检查出错。", "The address could not be checked."));
            }
        }
    }

    private GuardedSockets(Guarded guarded) {
        this.guarded = guarded;
    }

    /** A ticket for connections of one connector to one place; to be given back. */
    static String issue(OutgoingGuard guard, String connector, String host, int port) {
        String ticket = "hub-" + COUNTER.incrementAndGet();
        TICKETS.put(ticket, new Guarded(guard, connector, host, port));
        return ticket;
    }

    static void giveBack(String ticket) {
        TICKETS.remove(ticket);
    }

    /** The factory for a ticket. One that was given back opens nothing. */
    static SocketFactory of(String ticket) {
        Guarded guarded = TICKETS.get(ticket);
        if (guarded == null) {
            throw new IllegalStateException("no guard for this connection");
        }
        return new GuardedSockets(guarded);
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket(guarded);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        Socket socket = createSocket();
        socket.connect(new InetSocketAddress(guarded.address(), guarded.port()));
        return socket;
    }

    /** Whatever address it is told to connect to, it connects to the guarded one. */
    private static final class GuardedSocket extends Socket {

        private final Guarded guarded;

        GuardedSocket(Guarded guarded) {
            this.guarded = guarded;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            super.connect(new InetSocketAddress(guarded.address(), guarded.port()), timeout);
        }
    }
}
