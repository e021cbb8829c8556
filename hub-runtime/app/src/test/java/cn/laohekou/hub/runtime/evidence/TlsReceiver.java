package cn.laohekou.hub.runtime.evidence;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A syslog receiver over TLS that takes octet-counted frames and nothing else (RFC 5425). */
final class TlsReceiver implements AutoCloseable {

    private static final char[] PASSWORD = "for-this-test-only".toCharArray();

    private final ServerSocket listener;
    private final SSLContext context;
    private final boolean demandsCertificate;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean down;

    TlsReceiver(SSLContext context, boolean demandsCertificate) throws IOException {
        this.context = context;
        this.demandsCertificate = demandsCertificate;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Whole messages, in the order they came. */
    List<String> received() {
        return received;
    }

    /** What was no frame. */
    List<String> broken() {
        return broken;
    }

    /** Ends what is open and everything that comes. */
    void down(boolean isDown) {
        down = isDown;
        open.forEach(TlsReceiver::end);
        open.clear();
    }

    @Override
    public void close() throws IOException {
        down(true);
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket plain = listener.accept();
                if (down) {
                    plain.close();
                    continue;
                }
                open.add(plain);
                Thread thread = new Thread(() -> serve(plain), "receiver-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket plain) {
        try {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
            socket.setUseClientMode(false);
            socket.setNeedClientAuth(demandsCertificate);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                received.add(frame(in));
            }
        } catch (EOFException orderly) {
            end(plain);
        } catch (IOException refused) {
            end(plain);
        }
    }

    private String frame(InputStream in) throws IOException {
        int length = 0;
        int c = in.read();
        if (c < 0) {
            throw new EOFException();
        }
        while (c != ' ') {
            if (c < '0' || c > '9') {
                broken.add("not a length: " + c);
                throw new IOException("not a frame");
            }
            length = 10 * length + c - '0';
            c = in.read();
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new EOFException();
        }
        return new String(message, StandardCharsets.UTF_8);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is.
        }
    }

    /** A key with a self-signed certificate for an address, made by the JDK's keytool. */
    static KeyStore identity(Path folder, String name, String subjectAlternative) throws Exception {
        Path file = folder.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        ProcessBuilder builder = new ProcessBuilder((tool + " -genkeypair -keyalg EC -groupname secp256r1 -validity 2"
                        + " -storetype PKCS12 -ext san=" + subjectAlternative + " -alias key -dname CN=" + name
                        + " -storepass " + new String(PASSWORD) + " -keystore " + file)
                .split(" "));
        Process keytool = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /** A context with one's own key, that trusts one certificate. */
    static SSLContext context(KeyStore own, KeyStore trusted) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        return made(keys, trusted);
    }

    /** A context without a key. */
    static SSLContext trusting(KeyStore trusted) throws GeneralSecurityException, IOException {
        return made(null, trusted);
    }

    private static SSLContext made(@Nullable KeyManagerFactory keys, KeyStore trusted)
            throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("anchor", trusted.getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
