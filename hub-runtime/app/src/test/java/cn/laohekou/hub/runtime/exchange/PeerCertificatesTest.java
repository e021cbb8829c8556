package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed when it says whose certificate a call carries. */
@SuppressWarnings("NullAway.Init") // set before all tests
class PeerCertificatesTest {

    private static final String PASSWORD = "for-this-test-only";

    private static byte[] gateway;
    private static byte[] renewed;
    private static byte[] caller;
    private static byte[] stranger;

    @TempDir
    private Path folder;

    private Path pinned;

    @BeforeAll
    static void certificates(@TempDir Path temporary) throws Exception {
        gateway = certificate(temporary, "gateway");
        renewed = certificate(temporary, "renewed");
        caller = certificate(temporary, "caller");
        stranger = certificate(temporary, "stranger");
    }

    @BeforeEach
    void pinTheGateway() throws Exception {
        pinned = folder.resolve("gateway.crt");
        pin(gateway, Instant.EPOCH);
    }

    @Test
    void theGatewayMayStateItsCallersCertificate() throws Exception {
        assertThat(behind().thumbprint(gateway, header(caller))).isEqualTo(thumbprint(caller));
    }

    @Test
    void theGatewaysOwnCertificateIsNobodysWhenItStatesNone() {
        assertThat(behind().thumbprint(gateway, null)).isNull();
    }

    @Test
    void aStrangerSpeaksForItselfWhateverItStates() throws Exception {
        assertThat(behind().thumbprint(stranger, header(caller))).isEqualTo(thumbprint(stranger));
    }

    @Test
    void withoutACertificateOfTheConnectionTheHeaderIsIgnored() {
        assertThat(behind().thumbprint(null, header(caller))).isNull();
    }

    @Test
    void withoutAGatewayNobodyIsBelieved() throws Exception {
        PeerCertificates none = PeerCertificates.behind(null);

        assertThat(none.thumbprint(gateway, header(caller))).isEqualTo(thumbprint(gateway));
        assertThat(none.thumbprint(null, header(caller))).isNull();
    }

    @Test
    void aRenewedGatewayIsBelievedAndTheFormerOneNoLonger() throws Exception {
        PeerCertificates behind = behind();
        assertThat(behind.thumbprint(gateway, header(caller))).isEqualTo(thumbprint(caller));

        pin(renewed, Instant.EPOCH.plusSeconds(60));

        assertThat(behind.thumbprint(renewed, header(caller))).isEqualTo(thumbprint(caller));
        assertThat(behind.thumbprint(gateway, header(caller))).isEqualTo(thumbprint(gateway));
    }

    @Test
    void aGatewayWhoseFileIsGoneIsNotBelieved() throws Exception {
        PeerCertificates behind = behind();
        Files.delete(pinned);

        assertThat(behind.thumbprint(gateway, header(caller))).isEqualTo(thumbprint(gateway));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "::", ":not base64:", "bm8gY29sb25z", ":bm8gY2VydGlmaWNhdGU=:"})
    void aMalformedHeaderIsNobodysCertificate(String header) {
        assertThat(behind().thumbprint(gateway, header)).isNull();
    }

    @Test
    void whatFollowsTheCertificateIsNotAccepted() {
        byte[] longer = Arrays.copyOf(caller, caller.length + 1);

        assertThat(behind().thumbprint(gateway, header(longer))).isNull();
    }

    private PeerCertificates behind() {
        return PeerCertificates.behind(pinned);
    }

    private void pin(byte[] der, Instant changed) throws Exception {
        Files.writeString(
                pinned,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n");
        Files.setLastModifiedTime(pinned, FileTime.from(changed));
    }

    private static String header(byte[] der) {
        return ":" + Base64.getEncoder().encodeToString(der) + ":";
    }

    private static String thumbprint(byte[] der) throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(der));
    }

    private static byte[] certificate(Path folder, String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String line = "-genkeypair -keyalg EC -groupname secp256r1 -validity 2 -storetype PKCS12 -alias " + name
                + " -dname CN=" + name + " -storepass " + PASSWORD;
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
        return keys.getCertificate(name).getEncoded();
    }
}
