package cn.laohekou.hub.connector.file;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server (Apache MINA SSHD) over a folder, which can be told to fail. */
final class SftpServer implements AutoCloseable {

    static final String USER = "exchange";
    static final String PASSWORD = "only-for-tests";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair hostKey = newKey();

    /** Cuts the connection when a read passes this byte of a file; once. */
    private volatile long cutAt = Long.MAX_VALUE;

    private volatile boolean full;
    private final AtomicInteger signIns = new AtomicInteger();

    SftpServer(Path folder) throws IOException {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> {
            signIns.incrementAndGet();
            return user.equals(USER) && password.equals(PASSWORD);
        });
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(new Faulty());
        server.setSubsystemFactories(List.of(sftp));
        server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
        server.start();
    }

    static KeyPair newKey() {
        return newKey("EC", 256);
    }

    static KeyPair newKey(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    /** The host key as {@code known_hosts} writes it. */
    String hostKey() {
        return PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** Accepts exactly this public key from now on. */
    void accept(KeyPair key) {
        server.setPublickeyAuthenticator(
                (user, offered, session) -> user.equals(USER) && offered.equals(key.getPublic()));
    }

    void cutReadingAt(long offset) {
        cutAt = offset;
    }

    void full(boolean now) {
        full = now;
    }

    int signIns() {
        return signIns.get();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private final class Faulty implements SftpEventListener {

        @Override
        public void reading(
                ServerSession session, String handle, FileHandle file, long offset, byte[] data, int at, int length)
                throws IOException {
            if (offset + length > cutAt) {
                cutAt = Long.MAX_VALUE;
                session.close(true);
            }
        }

        @Override
        public void writing(
                ServerSession session, String handle, FileHandle file, long offset, byte[] data, int at, int length)
                throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }
    }
}
