package cn.laohekou.hub.runtime.syslog;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/**
 * A connection to the syslog server. Syslog has no acknowledgement; what can be known is that the server ended the
 * connection, and for that somebody has to read.
 */
final class SyslogConnection implements AutoCloseable {

    private final Socket plain;
    private final SSLSocket socket;
    private final OutputStream out;
    private volatile boolean ended;

    SyslogConnection(Socket plain, SSLSocket socket) throws IOException {
        this.plain = plain;
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream());
        Thread reader = new Thread(this::read, "syslog-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether the server ended the connection, or refused it after all: with TLS 1.3 it says so only afterwards. */
    boolean ended() {
        return ended;
    }

    /**
     * Sends one message in an octet-counted frame (RFC 5425, section 4.3).
     *
     * @param message whole message, header included
     */
    void send(byte[] message) throws IOException {
        out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
    }

    /** Sends bytes that are framed already. */
    void sendFramed(byte[] frame) throws IOException {
        out.write(frame);
        flush();
    }

    /** Hands all frames to the network. */
    void flush() throws IOException {
        out.flush();
        if (ended) {
            throw new IOException("The syslog server ended the connection");
        }
    }

    private void read() {
        try (InputStream in = socket.getInputStream()) {
            byte[] ignored = new byte[512];
            int read = in.read(ignored);
            while (read >= 0) {
                read = in.read(ignored);
            }
        } catch (IOException gone) {
            // What it means is below.
        }
        ended = true;
    }

    /** Ends the connection at once, also under a send that is stuck: TLS has no part in it. */
    @Override
    public void close() {
        ended = true;
        try {
            plain.close();
        } catch (IOException gone) {
            // It is.
        }
    }
}
