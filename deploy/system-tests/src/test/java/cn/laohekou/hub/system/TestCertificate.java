package cn.laohekou.hub.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A key pair with a self-signed certificate for 127.0.0.1, made by the JDK's own keytool for one test run.
 *
 * @param store what keytool made
 * @param name its name in the store
 */
record TestCertificate(KeyStore store, String name) {

    private static final char[] PASSWORD = "for-this-test-only".toCharArray();

    static TestCertificate of(Path folder, String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String line = "-genkeypair -keyalg EC -groupname secp256r1 -validity 2 -storetype PKCS12 -ext san=ip:127.0.0.1"
                + " -alias " + name + " -dname CN=" + name + " -storepass " + new String(PASSWORD);
        ProcessBuilder builder = new ProcessBuilder((tool + " " + line).split(" "));
        builder.command().add("-keystore");
        builder.command().add(file.toString());
        Process keytool = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return new TestCertificate(keys, name);
    }

    X509Certificate certificate() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate(name);
    }

    /** For a client that presents this certificate. */
    KeyManager[] keys() throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }

    /** Puts certificate and key into PEM files, each replaced at once. */
    void writeTo(Path certificate, Path key) throws GeneralSecurityException, IOException {
        replace(certificate, "CERTIFICATE", certificate().getEncoded());
        replace(key, "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
    }

    private static void replace(Path file, String type, byte[] der) throws IOException {
        String text = "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
