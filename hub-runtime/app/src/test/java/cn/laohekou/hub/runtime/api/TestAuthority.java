package cn.laohekou.hub.runtime.api;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority made for one test run. */
final class TestAuthority {

    private static final String SIGNATURE = "SHA256withECDSA";

    /** A certificate and its key. */
    record Holder(X509Certificate certificate, PrivateKey key) {

        /** Writes certificate and key as PEM. */
        void write(Path certificateFile, Path keyFile) throws IOException {
            Files.writeString(certificateFile, pem(certificate));
            // PKCS 8: what servers read whatever the kind of key.
            Files.writeString(keyFile, pem(new JcaPKCS8Generator(key, null)));
        }
    }

    private final KeyPair keys;
    private final X500Principal name;
    private final X509Certificate certificate;

    TestAuthority(String commonName) throws GeneralSecurityException, OperatorCreationException, IOException {
        this.keys = pair();
        this.name = new X500Principal("CN=" + commonName);
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                serial(),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plus(Duration.ofDays(2))),
                name,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        this.certificate = sign(builder);
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A certificate of a server on 127.0.0.1. */
    Holder server() throws GeneralSecurityException, OperatorCreationException, IOException {
        return issue(
                "CN=127.0.0.1", KeyPurposeId.id_kp_serverAuth, Instant.now().plus(Duration.ofDays(1)));
    }

    /** A certificate of a person. */
    Holder person(String user) throws GeneralSecurityException, OperatorCreationException, IOException {
        return issue("CN=" + user, KeyPurposeId.id_kp_clientAuth, Instant.now().plus(Duration.ofDays(1)));
    }

    Holder issue(String subject, KeyPurposeId purpose, Instant end)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair own = pair();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                serial(),
                Date.from(Instant.now().minus(Duration.ofDays(1))),
                Date.from(end),
                new X500Principal(subject),
                own.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new Holder(sign(builder), own.getPrivate());
    }

    /** TLS for a client that trusts this authority and presents a certificate when it has one. */
    SSLContext client(@Nullable Holder presented) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                presented == null ? null : new KeyManager[] {new Always(presented)},
                trust.getTrustManagers(),
                new SecureRandom());
        return context;
    }

    /** Presents its certificate whatever issuers the server names: a well-behaved client would hold a wrong one back. */
    private static final class Always extends X509ExtendedKeyManager {

        private final Holder holder;

        Always(Holder holder) {
            this.holder = holder;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, javax.net.ssl.SSLEngine engine) {
            return "own";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {holder.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return holder.key();
        }
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder builder)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate())));
    }

    private static BigInteger serial() {
        return new BigInteger(120, new SecureRandom());
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
