package cn.laohekou.hub.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The same promises over Debian's OpenSSH, which {@code .ci/run} installs; without it this fails. */
class OpenSshTest extends FileComponentContract {

    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    @TempDir
    static Path keys;

    private static Process server;
    private static int port;

    @TempDir
    Path folder;

    private FileRoute route;

    @BeforeAll
    static void serve() throws Exception {
        assertThat(SSHD)
                .as("apt-get install openssh-server openssh-sftp-server")
                .exists();
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                keys.resolve("host").toString());
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                keys.resolve("user").toString());
        // The folder in which a server that runs as root gives up its rights before it signs anybody in.
        Files.createDirectories(
                Path.of("/run/sshd"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path settings = keys.resolve("sshd_config");
        Files.write(
                settings,
                List.of(
                        "ListenAddress 127.0.0.1:" + port,
                        "HostKey " + keys.resolve("host"),
                        "AuthorizedKeysFile " + keys.resolve("user.pub"),
                        "PidFile none",
                        "StrictModes no",
                        "UsePAM no",
                        "PasswordAuthentication no",
                        "PermitRootLogin prohibit-password",
                        "Subsystem sftp internal-sftp"));
        server = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(keys.resolve("log").toFile())
                .start();
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(OpenSshTest::listens);
    }

    private static boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterAll
    static void end() throws InterruptedException {
        server.destroy();
        server.waitFor();
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @BeforeEach
    void start() throws Exception {
        route = new FileRoute(
                "hub-sftp",
                Map.of(
                        "host",
                        "sftp.example.gov.cn",
                        "port",
                        port,
                        "username",
                        System.getProperty("user.name"),
                        "privateKey",
                        Files.readString(keys.resolve("user")),
                        "hostKeys",
                        Files.readString(keys.resolve("host.pub")),
                        "folder",
                        folder.toString()));
    }

    @AfterEach
    void stop() {
        route.close();
    }

    @Override
    Path folder() {
        return folder;
    }

    @Override
    FileRoute files() {
        return route;
    }
}
