package cn.laohekou.hub.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSftpTest extends FileComponentContract {

    @TempDir
    Path folder;

    private SftpServer server;
    private FileRoute route;

    @BeforeEach
    void start() throws Exception {
        server = new SftpServer(folder);
        route = new FileRoute("hub-sftp", settings());
    }

    @AfterEach
    void stop() throws IOException {
        route.close();
        server.close();
    }

    private Map<String, Object> settings() {
        return new HashMap<>(Map.of(
                "host",
                "sftp.example.gov.cn",
                "port",
                server.port(),
                "username",
                SftpServer.USER,
                "password",
                SftpServer.PASSWORD,
                "hostKeys",
                server.hostKey(),
                "connectTimeoutMs",
                2_000,
                "requestTimeoutMs",
                2_000));
    }

    private @Nullable FaultCode probe(Map<String, Object> settings) throws Exception {
        try (FileRoute other = new FileRoute("hub-sftp", settings)) {
            return other.run(null);
        }
    }

    @Override
    Path folder() {
        return folder;
    }

    @Override
    FileRoute files() {
        return route;
    }

    @Test
    void aServerWithAnotherHostKeyIsNotSignedInTo() throws Exception {
        Map<String, Object> settings = settings();
        settings.put("hostKeys", PublicKeyEntry.toString(SftpServer.newKey().getPublic()));

        assertThat(probe(settings)).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(server.signIns()).as("no password was sent").isZero();
    }

    @Test
    void aFingerprintPinsTheHostKeyAsWell() throws Exception {
        byte[] blob = Base64.getDecoder()
                .decode(server.hostKey().substring(server.hostKey().indexOf(' ') + 1));
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(blob));
        Map<String, Object> settings = settings();
        settings.put("hostKeys", "SHA256:" + digest.replace("=", ""));

        assertThat(probe(settings)).isNull();
    }

    @Test
    void aPrivateKeySignsInWithoutAPassword() throws Exception {
        KeyPair key = SftpServer.newKey("RSA", 2048);
        server.accept(key);
        Map<String, Object> settings = settings();
        settings.put("password", "");
        settings.put(
                "privateKey",
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");

        assertThat(probe(settings)).isNull();
        assertThat(server.signIns()).isZero();
    }

    @Test
    void aWrongPasswordIsSaidToBeRefused() throws Exception {
        Map<String, Object> settings = settings();
        settings.put("password", "wrong");

        assertThat(probe(settings)).isEqualTo(FaultCode.COUNTERPART_REFUSED);
    }

    @Test
    void aConnectionCutInTheMiddleFailsAndTheNextReadGoesOnAtItsByte() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(2).nextBytes(content);
        Files.write(folder.resolve("big"), content);
        server.cutReadingAt(1_500_000);

        assertThat(route.run(new FileWork.Read("big", 0, content.length, (b, o, l) -> {})))
                .isEqualTo(FaultCode.COUNTERPART_DOWN);
        assertThat(route.read("big", 1_500_000, 1_500_000))
                .isEqualTo(Arrays.copyOfRange(content, 1_500_000, 3_000_000));
    }

    @Test
    void aTargetWithoutSpaceIsSaidToBeFull() {
        server.full(true);
        assertThat(route.run(new FileWork.Write("part", 0, bytes("x"), 1))).isEqualTo(FaultCode.COUNTERPART_FAILED);

        server.full(false);
        assertThat(route.run(new FileWork.Write("part", 0, bytes("x"), 1))).isNull();
    }

    @Test
    void aDeadServerAndASilentOneAreToldApart() throws Exception {
        Map<String, Object> settings = settings();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.put("port", silent.getLocalPort());
            settings.put("connectTimeoutMs", 300);
            assertThat(probe(settings)).isEqualTo(FaultCode.COUNTERPART_TIMEOUT);
        }
        assertThat(probe(settings)).isEqualTo(FaultCode.COUNTERPART_DOWN);
    }

    @Test
    void signedInConnectionsAreUsedAgain() {
        route.list("");
        route.list("");

        assertThat(server.signIns()).isEqualTo(1);
    }
}
