package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.runtime.credential.CredentialUse;
import cn.laohekou.hub.runtime.credential.SeenSignatures;
import cn.laohekou.hub.security.signature.Credential;
import cn.laohekou.hub.security.signature.Credentials;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Systems that prove themselves by their certificate, over real TLS, directly and behind the gateway. */
@SuppressWarnings({"NullAway.Init", "TimeInStaticInitializer"}) // set before all tests; any time will do
class CallerProofsTest {

    private static final String PASSWORD = "for-this-test-only";
    /** Later than the certificates, which are made when the tests start. */
    private static final Instant NOW = Instant.now().plusSeconds(600);

    @TempDir
    private static Path folder;

    private static KeyStore own;
    private static KeyStore caller;
    private static KeyStore gateway;
    private static KeyStore stranger;
    private static Vertx vertx;
    private static HttpServer server;
    private static SeenSignatures seen;
    private static volatile Credentials credentials = Credentials.NONE;
    private static volatile Instant at = NOW;

    @BeforeAll
    static void serve() throws Exception {
        own = pair("own");
        caller = pair("caller");
        gateway = pair("gateway");
        stranger = pair("stranger");
        Path pinned = folder.resolve("gateway.crt");
        Files.write(pinned, pem(gateway, "gateway").getBytes());
        seen = new SeenSignatures(new PGSimpleDataSource(), Clock.systemUTC());
        CallerProofs proofs = new CallerProofs(
                () -> credentials,
                seen,
                new CredentialUse(new PGSimpleDataSource(), ZoneOffset.UTC),
                PeerCertificates.behind(pinned));
        vertx = Vertx.vertx();
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setPath(folder.resolve("own.p12").toString())
                                .setPassword(PASSWORD))
                        .setClientAuth(ClientAuth.REQUEST)
                        .setTrustOptions(new PemTrustOptions()
                                .addCertValue(pem(gateway, "gateway"))
                                .addCertValue(pem(caller, "caller"))))
                .requestHandler(request -> {
                    Credential found = proofs.certificate(request, at);
                    request.response()
                            .end(
                                    found == null
                                            ? "nobody"
                                            : found.counts(at) ? found.system() : "ended " + found.system());
                })
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        seen.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Credential credential(String system, boolean revoked) {
        return new Credential(
                "c",
                "k-" + system,
                system,
                "11420682000000000N",
                null,
                null,
                NOW.minusSeconds(9),
                NOW.plusSeconds(600),
                revoked);
    }

    private static String thumbprint(KeyStore keys, String name) throws Exception {
        return PeerCertificates.thumbprint((X509Certificate) keys.getCertificate(name));
    }

    @Test
    void aRegisteredCertificateIsItsSystemAndNoCertificateIsNobody() throws Exception {
        credentials = Credentials.of(List.of(), Map.of(thumbprint(caller, "caller"), credential("a", false)), Map.of());

        assertThat(call(caller, null)).isEqualTo("a");
        assertThat(call(null, null)).isEqualTo("nobody");
    }

    @Test
    void aRevokedOneIsToldApartAndAnotherCertificateIsNobody() throws Exception {
        credentials = Credentials.of(List.of(), Map.of(thumbprint(caller, "caller"), credential("a", true)), Map.of());
        assertThat(call(caller, null)).isEqualTo("ended a");

        credentials =
                Credentials.of(List.of(), Map.of(thumbprint(stranger, "stranger"), credential("b", false)), Map.of());
        assertThat(call(caller, null)).isEqualTo("nobody");
        assertThatThrownBy(() -> call(stranger, null)).isInstanceOf(IOException.class);
    }

    @Test
    void aSubjectStandsForAnyVerifiedCertificateOfThatName() throws Exception {
        credentials = Credentials.of(List.of(), Map.of(), Map.of("CN=caller", credential("a", false)));

        assertThat(call(caller, null)).isEqualTo("a");
        assertThat(call(gateway, null)).isEqualTo("nobody");
    }

    @Test
    void onlyTheGatewayMayStateACallersCertificate() throws Exception {
        credentials =
                Credentials.of(List.of(), Map.of(thumbprint(stranger, "stranger"), credential("b", false)), Map.of());
        String header = ":"
                + Base64.getEncoder()
                        .encodeToString(stranger.getCertificate("stranger").getEncoded()) + ":";

        assertThat(call(gateway, header)).isEqualTo("b");
        assertThat(call(caller, header)).isEqualTo("nobody");
        assertThat(call(null, header)).isEqualTo("nobody");
        assertThat(call(gateway, ":!:")).isEqualTo("nobody");
    }

    @Test
    void aCertificateOutOfDateIsNobody() throws Exception {
        credentials = Credentials.of(List.of(), Map.of(thumbprint(caller, "caller"), credential("a", false)), Map.of());
        at = NOW.plusSeconds(10L * 24 * 3600);
        try {
            assertThat(call(caller, null)).isEqualTo("nobody");
        } finally {
            at = NOW;
        }
    }

    private static String call(@Nullable KeyStore keys, @Nullable String header) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", own.getCertificate("own"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys == null ? null : new KeyManager[] {new Always(keys, factory)}, trust.getTrustManagers(), null);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.actualPort() + "/"));
        if (header != null) {
            request.header("Client-Cert", header);
        }
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Presents its certificate whether the server named its issuer or not. */
    private static final class Always extends X509ExtendedKeyManager {

        private final X509KeyManager real;
        private final String alias;

        Always(KeyStore keys, KeyManagerFactory factory) throws Exception {
            this.real = (X509KeyManager) factory.getKeyManagers()[0];
            this.alias = keys.aliases().nextElement();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return alias;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
            return alias;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String name) {
            return real.getCertificateChain(name);
        }

        @Override
        public PrivateKey getPrivateKey(String name) {
            return real.getPrivateKey(name);
        }
    }

    private static Buffer pem(KeyStore keys, String name) throws Exception {
        return Buffer.buffer("-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(keys.getCertificate(name).getEncoded())
                + "\n-----END CERTIFICATE-----\n");
    }

    private static KeyStore pair(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String line = "-genkeypair -keyalg EC -groupname secp256r1 -validity 2 -storetype PKCS12 -ext san=ip:127.0.0.1"
                + " -alias " + name + " -dname CN=" + name + " -storepass " + PASSWORD;
        ProcessBuilder builder = new ProcessBuilder((tool + " " + line).split(" "));
        builder.command().add("-keystore");
        builder.command().add(store.toString());
        Process keytool = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
