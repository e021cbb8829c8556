package cn.laohekou.hub.connector.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/** The guarded sockets as MariaDB's driver makes them: by class name, with the ticket among its options. */
public final class MariaSockets extends ConfigurableSocketFactory {

    /** Option the driver does not know itself and hands on. */
    static final String TICKET = "hubTicket";

    private SocketFactory sockets = SocketFactory.getDefault();

    /** For the driver. */
    public MariaSockets() {}

    @Override
    public void setConfiguration(Configuration configuration, String host) {
        sockets = GuardedSockets.of(configuration.nonMappedOptions().getProperty(TICKET, ""));
    }

    @Override
    public Socket createSocket() throws IOException {
        return sockets.createSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return sockets.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return sockets.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return sockets.createSocket(host, port, local, localPort);
    }
}
