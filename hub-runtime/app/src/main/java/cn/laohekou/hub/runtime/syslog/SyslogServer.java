package cn.laohekou.hub.runtime.syslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Where syslog goes, and whom to trust there.
 *
 * @param host name or address, which the server's certificate must name
 * @param port its port
 * @param trust authority of the server's certificate, and the hub's own certificate if it has one; asked at every connect
 */
public record SyslogServer(String host, int port, Trust trust) {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int HANDSHAKE_MILLIS = 10_000;

    /** Gives the TLS context in force now. */
    @FunctionalInterface
    public interface Trust {
        /** The context. */
        SSLContext context() throws GeneralSecurityException, IOException;
    }

    /**
     * Reads an address.
     *
     * @param address host and port, {@code logs.example.cn:6514}
     * @param trust see above
     */
    public static SyslogServer of(String address, Trust trust) {
        int colon = address.lastIndexOf(':');
        return new SyslogServer(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), trust);
    }

    /**
     * Connects and shakes hands. Nothing is ever sent to a server whose certificate is not from the authority or names
     * another host (RFC 5425, section 5.2).
     *
     * @throws IOException when the server cannot be reached or is not believed
     */
    SyslogConnection connect() throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            plain.setTcpNoDelay(true);
            SSLSocket socket = (SSLSocket) trust.context().getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(HANDSHAKE_MILLIS);
            socket.startHandshake();
            socket.setSoTimeout(0);
            return new SyslogConnection(plain, socket);
        } catch (GeneralSecurityException e) {
            plain.close();
            throw new IOException("The trust settings for syslog cannot be used", e);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }
}
