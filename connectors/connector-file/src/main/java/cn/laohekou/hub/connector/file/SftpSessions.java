package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Signed-in connections to one server, kept for the next piece of work. Thread-safe. */
final class SftpSessions {

    /** Requests under way at once: enough to fill a link of 100 ms with packets of 32 KiB. */
    private static final int BULK_REQUESTS = 64;

    private final SftpOptions options;
    private final OutgoingGuard guard;
    private final PinnedHostKeys hostKeys;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    /** A connection and the address it was allowed to. */
    record Connection(Session session, ChannelSftp channel, InetAddress address) {
        void close() {
            session.disconnect();
        }

        boolean usable(InetAddress allowed) {
            return session.isConnected() && channel.isConnected() && address.equals(allowed);
        }
    }

    SftpSessions(SftpOptions options, OutgoingGuard guard) throws ConnectorFault {
        this.options = options;
        this.guard = guard;
        this.hostKeys = new PinnedHostKeys(options.hostKeys());
    }

    /** A connection of one's own, to the address the guard allows now; to be given back or closed. */
    Connection take() throws ConnectorFault {
        InetAddress allowed = allowedAddress();
        Connection found = poll();
        while (found != null && !found.usable(allowed)) {
            found.close();
            found = poll();
        }
        return found == null ? connect(allowed) : found;
    }

    synchronized void giveBack(Connection connection) {
        if (closed) {
            connection.close();
        } else {
            idle.push(connection);
        }
    }

    synchronized void close() {
        closed = true;
        idle.forEach(Connection::close);
        idle.clear();
    }

    private synchronized @Nullable Connection poll() {
        return idle.poll();
    }

    private InetAddress allowedAddress() throws ConnectorFault {
        try {
            return guard.resolve(options.connector(), options.host(), options.port())
                    .toCompletableFuture()
                    .get(options.connectTimeoutMs(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectorFault fault) {
                throw fault;
            }
            throw down();
        } catch (TimeoutException e) {
            throw slow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw down();
        }
    }

    private Connection connect(InetAddress address) throws ConnectorFault {
        Session session = null;
        try {
            session = session(address);
            session.connect(options.connectTimeoutMs());
            session.setTimeout(options.requestTimeoutMs());
            ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
            channel.setFilenameEncoding(StandardCharsets.UTF_8);
            channel.setBulkRequests(BULK_REQUESTS);
            channel.connect(options.connectTimeoutMs());
            return new Connection(session, channel, address);
        } catch (JSchException e) {
            if (session != null) {
                session.disconnect();
            }
            throw SftpFaults.connecting(e);
        }
    }

    private Session session(InetAddress address) throws JSchException {
        JSch jsch = new JSch();
        jsch.setHostKeyRepository(hostKeys);
        boolean byKey = !options.privateKey().isEmpty();
        if (byKey) {
            jsch.addIdentity("hub", options.privateKey().getBytes(StandardCharsets.UTF_8), null, null);
        }
        Session session = jsch.getSession(options.username(), options.host(), options.port());
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", byKey ? "publickey" : "password");
        if (!byKey) {
            session.setPassword(options.password().getBytes(StandardCharsets.UTF_8));
        }
        session.setSocketFactory(new CheckedSockets(address, options.connectTimeoutMs()));
        session.setDaemonThread(true);
        return session;
    }

    private static ConnectorFault down() {
        return Faults.of(FaultCode.COUNTERPART_DOWN, "连不上对方服务器。", "The server cannot be reached.");
    }

    private static ConnectorFault slow() {
        return Faults.of(FaultCode.COUNTERPART_TIMEOUT, "对方在时限内没有应答。", "The server did not answer in time.");
    }

    /** Connects to exactly the address that was checked, whatever the name resolves to now. */
    private record CheckedSockets(InetAddress address, int timeoutMs) implements SocketFactory {

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(Objects.requireNonNull(address), port), timeoutMs);
                return socket;
            } catch (SocketTimeoutException e) {
                socket.close();
                throw e;
            }
        }

        @Override
        public InputStream getInputStream(Socket socket) throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream getOutputStream(Socket socket) throws IOException {
            return socket.getOutputStream();
        }
    }
}
