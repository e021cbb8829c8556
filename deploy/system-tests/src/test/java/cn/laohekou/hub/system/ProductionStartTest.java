package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A production start from an empty home, with certificates and a gateway. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before all tests
class ProductionStartTest {

    private static final Pattern CODE = Pattern.compile("--code (\\S+) ");

    private static Path folder;
    private static TestCertificate own;
    private static TestCertificate gateway;
    private static ProductionHub hub;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        own = TestCertificate.of(folder, "own");
        gateway = TestCertificate.of(folder, "gateway");
        own.writeTo(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        gateway.writeTo(folder.resolve("gateway.crt"), folder.resolve("gateway.key"));
        hub = ProductionHub.start(folder, settings());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        hub.close();
    }

    private static Map<String, String> settings() {
        return Map.of(
                "HUB_TLS_CERT", folder.resolve("tls.crt").toString(),
                "HUB_TLS_KEY", folder.resolve("tls.key").toString(),
                "HUB_TLS_RELOAD_SECONDS", "1",
                "HUB_GATEWAY_CERT", folder.resolve("gateway.crt").toString());
    }

    @Test
    @Order(1)
    void anEmptyHomePrintsOneSetupCodeOnStandardErrorAndOnlyThere() throws IOException {
        List<String> codes = codes(hub.err());

        assertThat(codes).hasSize(1);
        assertThat(hub.out()).doesNotContain(codes.get(0));
        try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(codes.get(0)))
                        .as("%s holds the code", file)
                        .isFalse();
            }
        }
    }

    @Test
    @Order(1)
    void anEmptyHomeHoldsNoDemoAccounts() throws IOException {
        try (Stream<Path> secrets = Files.list(folder.resolve("home/secrets"))) {
            assertThat(secrets).noneMatch(file -> file.getFileName().toString().startsWith("demo"));
        }
    }

    @Test
    @Order(1)
    void withCertificatesThePortSpeaksTlsOnly() throws Exception {
        assertThat(hub.url().getScheme()).isEqualTo("https");
        assertThat(get(new KeyManager[0]).statusCode()).isEqualTo(200);

        assertThat(spokenInPlain()).doesNotContain("HTTP/1.1 200");
    }

    @Test
    @Order(1)
    void behindTlsTooARequestOfTwoLengthsIsRefusedAndEndsItsConnection() throws Exception {
        String first =
                "GET / HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        try (Socket socket = tls(new KeyManager[0])
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), hub.url().getPort())) {
            socket.getOutputStream()
                    .write((first + "GET / HTTP/1.1\r\nHost: hub\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    @Order(1)
    void aClientIsAskedForItsCertificateAndNeedNotHaveOne() throws Exception {
        List<String> askedFor = new CopyOnWriteArrayList<>();

        assertThat(get(new KeyManager[] {new Silent(askedFor)}).statusCode()).isEqualTo(200);

        assertThat(askedFor).isNotEmpty();
    }

    @Test
    @Order(1)
    void onlyTheGatewaysOwnCertificateIsAccepted() throws Exception {
        assertThat(get(gateway.keys()).statusCode()).isEqualTo(200);

        TestCertificate stranger = TestCertificate.of(folder, "stranger");
        KeyManager[] pretender = {new Always(stranger)};
        assertThatThrownBy(() -> get(pretender)).isInstanceOf(IOException.class);
    }

    @Test
    @Order(2)
    void aReplacedCertificateIsServedWithoutARestart() throws Exception {
        assertThat(served()).isEqualTo(own.certificate());
        TestCertificate next = TestCertificate.of(folder, "next");

        next.writeTo(folder.resolve("tls.crt"), folder.resolve("tls.key"));

        // The two files are not written in one moment: a hub that looks in between has a pair that does not match.
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .ignoreExceptionsInstanceOf(SSLException.class)
                .untilAsserted(() -> assertThat(served()).isEqualTo(next.certificate()));
    }

    @Test
    @Order(3)
    void whileACodeIsOpenTheNextStartPrintsNone() throws Exception {
        hub.close();
        hub = ProductionHub.start(folder, settings());

        assertThat(codes(hub.err())).isEmpty();
        assertThat(hub.err()).contains("no new one is printed");
    }

    @Test
    @Order(4)
    void plainHttpBeyondLoopbackIsRefusedAtStartWithASentence(@TempDir Path other) throws Exception {
        ProductionHub refused = ProductionHub.launch(other, Map.of("HUB_HTTP_HOST", "0.0.0.0"));

        assertThat(refused.ended()).isNotZero();
        assertThat(refused.err()).contains("plain HTTP is for loopback only").doesNotContain("\tat ");
        assertThat(other.resolve("home/data")).doesNotExist();
    }

    /** What the port answers to a plain request; nothing when it hangs up. */
    private static String spokenInPlain() throws IOException {
        try (Socket plain =
                new Socket(InetAddress.getLoopbackAddress(), hub.url().getPort())) {
            plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: hub\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(plain.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException hungUp) {
            return "";
        }
    }

    private static List<String> codes(String text) {
        Matcher matcher = CODE.matcher(text);
        return matcher.results().map(found -> found.group(1)).distinct().toList();
    }

    private static SSLContext tls(KeyManager[] keys) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new TrustsThisHub()}, new SecureRandom());
        return context;
    }

    private static HttpResponse<Void> get(KeyManager[] keys) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(tls(keys)).build();
        URI page = hub.url().resolve("/");
        return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
    }

    private static X509Certificate served() throws Exception {
        return (X509Certificate)
                get(new KeyManager[0]).sslSession().orElseThrow().getPeerCertificates()[0];
    }

    /** What the hub serves is looked at by the tests themselves. */
    private static final class TrustsThisHub extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** A client that notes that it was asked, and has nothing to show. */
    private static class Silent extends X509ExtendedKeyManager {

        private final List<String> asked;

        Silent(List<String> asked) {
            this.asked = asked;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
            asked.add(String.join(",", types));
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }

    /** A client that shows its certificate whoever the server says it trusts. */
    private static final class Always extends Silent {

        private final X509ExtendedKeyManager real;
        private final String name;

        Always(TestCertificate shown) throws Exception {
            super(new CopyOnWriteArrayList<>());
            this.real = (X509ExtendedKeyManager) shown.keys()[0];
            this.name = shown.name();
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
            return name;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return real.getCertificateChain(alias);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return real.getPrivateKey(alias);
        }
    }
}
