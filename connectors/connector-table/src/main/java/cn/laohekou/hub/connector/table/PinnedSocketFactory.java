package cn.laohekou.hub.connector.table;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What drivers open their sockets with: connects to the address that was checked, whatever the driver found the name to
 * be. Drivers make it by its name, so the address comes with the connecting thread; without one nothing is opened.
 */
public final class PinnedSocketFactory extends SocketFactory {

    private static final ThreadLocal<@Nullable InetSocketAddress> CHECKED = new ThreadLocal<>();

    /** For drivers. */
    public PinnedSocketFactory() {}

    /** Sets what this thread connects to; null for nothing. */
    static void pin(@Nullable InetSocketAddress address) {
        if (address == null) {
            CHECKED.remove();
        } else {
            CHECKED.set(address);
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        InetSocketAddress checked = CHECKED.get();
        if (checked == null) {
            throw new IOException("no address was checked for this connection");
        }
        return new Pinned(checked);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    private static final class Pinned extends Socket {

        private final InetSocketAddress checked;

        Pinned(InetSocketAddress checked) {
            this.checked = checked;
        }

        @Override
        public void connect(SocketAddress asked, int timeout) throws IOException {
            super.connect(checked, timeout);
        }
    }
}
