package cn.laohekou.hub.runtime.exchange;

import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client certificate of a call. Behind a TLS or TLCP gateway the gateway passes it in the header
 * {@code Client-Cert} (RFC 9440); the header is believed only on a connection that the gateway itself opened with its own
 * certificate, and ignored on any other.
 */
final class PeerCertificates {

    /** Header of RFC 9440, section 2.2: the DER certificate in base64 between colons. */
    static final String HEADER = "Client-Cert";

    private final Supplier<byte @Nullable []> gatewayThumbprint;

    /** @param gatewayThumbprint SHA-256 of the gateway's own certificate; null when there is no gateway */
    PeerCertificates(Supplier<byte @Nullable []> gatewayThumbprint) {
        this.gatewayThumbprint = gatewayThumbprint;
    }

    /**
     * Believes the gateway whose own certificate stands in a file; the file is read again when it changes, so that the
     * gateway's certificate can be renewed while the hub runs.
     *
     * @param certificate PEM file; null when there is no gateway
     */
    static PeerCertificates behind(@Nullable Path certificate) {
        return new PeerCertificates(certificate == null ? () -> null : new PinnedFile(certificate));
    }

    /**
     * The thumbprint of the caller's certificate.
     *
     * @return base64url SHA-256 (RFC 8705 section 3.1), null when the caller presented none
     */
    @Nullable
    String thumbprint(HttpServerRequest request) {
        SSLSession session = request.isSSL() ? request.sslSession() : null;
        byte[] direct = session == null ? null : direct(session);
        return thumbprint(direct, request.getHeader(HEADER));
    }

    /**
     * The caller's certificate itself.
     *
     * @return null when the caller presented none, or the gateway states one that cannot be read
     */
    @Nullable
    X509Certificate certificate(HttpServerRequest request) {
        SSLSession session = request.isSSL() ? request.sslSession() : null;
        byte[] direct = session == null ? null : direct(session);
        if (direct == null) {
            return null;
        }
        byte[] gateway = gatewayThumbprint.get();
        boolean stated = gateway != null && MessageDigest.isEqual(gateway, sha256(direct));
        String header = request.getHeader(HEADER);
        byte[] der = !stated ? direct : header == null ? null : der(header);
        return der == null ? null : parsed(der);
    }

    /** SHA-256 of a certificate in base64url (RFC 8705 section 3.1). */
    static String thumbprint(X509Certificate certificate) {
        try {
            return base64(sha256(certificate.getEncoded()));
        } catch (CertificateException e) {
            throw new IllegalStateException("a parsed certificate has an encoding", e);
        }
    }

    private static byte @Nullable [] der(String header) {
        if (header.length() < 2 || header.charAt(0) != ':' || header.charAt(header.length() - 1) != ':') {
            return null;
        }
        try {
            return Base64.getDecoder().decode(header.substring(1, header.length() - 1));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static @Nullable X509Certificate parsed(byte[] der) {
        try {
            Certificate read =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return read instanceof X509Certificate x509 && Arrays.equals(read.getEncoded(), der) ? x509 : null;
        } catch (CertificateException malformed) {
            return null;
        }
    }

    @Nullable
    String thumbprint(byte @Nullable [] direct, @Nullable String header) {
        if (direct == null) {
            return null;
        }
        byte[] thumbprint = sha256(direct);
        byte[] gateway = gatewayThumbprint.get();
        if (gateway != null && MessageDigest.isEqual(gateway, thumbprint)) {
            return header == null ? null : ofHeader(header);
        }
        return base64(thumbprint);
    }

    private static byte @Nullable [] direct(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? leaf.getEncoded() : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        } catch (CertificateException unreadable) {
            throw new IllegalStateException("a verified peer certificate has no encoding", unreadable);
        }
    }

    private static @Nullable String ofHeader(String header) {
        byte[] der = der(header);
        return der == null || parsed(der) == null ? null : base64(sha256(der));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The SHA-256 of the certificate in a file, remembered until the file changes. */
    private static final class PinnedFile implements Supplier<byte @Nullable []> {

        @SuppressWarnings("ArrayRecordComponent") // remembered, never compared as a record
        private record Read(FileTime changed, byte[] thumbprint) {}

        private final Path file;
        private volatile @Nullable Read last;

        PinnedFile(Path file) {
            this.file = file;
        }

        @Override
        public byte @Nullable [] get() {
            try {
                FileTime changed = Files.getLastModifiedTime(file);
                Read known = last;
                if (known == null || !known.changed().equals(changed)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        Certificate read =
                                CertificateFactory.getInstance("X.509").generateCertificate(in);
                        known = new Read(changed, sha256(read.getEncoded()));
                    }
                    last = known;
                }
                return known.thumbprint();
            } catch (IOException | CertificateException unreadable) {
                return null;
            }
        }
    }

    private static String base64(byte[] bytes) {
        return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
    }
}
