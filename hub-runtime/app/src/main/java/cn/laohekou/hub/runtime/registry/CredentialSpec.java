package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.signature.HeaderConvention;
import cn.laohekou.hub.security.signature.SignatureAlgorithm;
import cn.laohekou.hub.security.signature.SignatureKey;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A credential as asked for, checked.
 *
 * @param kind what it is
 * @param keyId what callers name it by; empty to have one made
 * @param algorithm of a signature key or secret; null for the other kinds
 * @param publicKey DER of a caller's public key; null for the other kinds
 * @param thumbprint base64url SHA-256 of a certificate; null for the other kinds and for subjects
 * @param subject subject of any certificate of the trusted authorities, RFC 2253; null unless given instead of a certificate
 * @param convention header convention of a shared secret; null when only HTTP Message Signatures are used
 * @param validity how long it counts from now
 * @param overlap how long former credentials of the same kind still count; null to leave them alone
 * @param notAfter end of the certificate itself; null for the other kinds
 */
@SuppressWarnings("ArrayRecordComponent") // read once and stored, never compared as a record
record CredentialSpec(
        Kind kind,
        String keyId,
        @Nullable SignatureAlgorithm algorithm,
        byte @Nullable [] publicKey,
        @Nullable String thumbprint,
        @Nullable String subject,
        @Nullable HeaderConvention convention,
        Duration validity,
        @Nullable Duration overlap,
        @Nullable Instant notAfter) {

    /** What a credential is. */
    enum Kind {
        /** A secret both sides hold, made by the hub and shown once. */
        SIGNATURE_SECRET,
        /** The public half of a pair whose private half the system keeps. */
        SIGNATURE_KEY,
        /** A client certificate. */
        CERTIFICATE,
        /** An SM4 key for bodies, made by the hub and shown once. */
        ENCRYPTION_KEY;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,63}");

    /** The longest a credential lives: two years, so that each is renewed within the life of a grant's record. */
    private static final int MOST_DAYS = 730;

    private static final int USUAL_DAYS = 365;
    private static final int LONGEST_OVERLAP_DAYS = 90;

    /** Reads a request; throws when anything is wrong with it. */
    static CredentialSpec read(ObjectNode body, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        SpecReader reader = new SpecReader(body, "", errors);
        Kind kind = reader.choice("kind", Kind.class, Kind.SIGNATURE_SECRET, true);
        String keyId = reader.text(
                "keyId",
                false,
                KEY_ID,
                "应为 3 至 64 个字母、数字、点、下划线或连字符",
                "must have 3 to 64 letters, digits, dots, underscores or hyphens");
        Duration validity = Duration.ofDays(reader.integer("validDays", USUAL_DAYS, 1, MOST_DAYS));
        long overlap = reader.integer("overlapDays", -1, 0, LONGEST_OVERLAP_DAYS);
        SignatureAlgorithm algorithm = algorithm(reader, kind);
        byte[] publicKey = publicKey(reader, kind, algorithm);
        X509Certificate certificate = certificate(reader, kind, now);
        String subject = subject(reader, kind, certificate);
        HeaderConvention convention = kind == Kind.SIGNATURE_SECRET || kind == Kind.SIGNATURE_KEY
                ? ConventionSpec.read(
                        reader, Objects.requireNonNullElse(reader.any("convention"), MissingNode.getInstance()))
                : null;
        reader.refuseUnknown();
        Directory.refuse(errors);
        return new CredentialSpec(
                kind,
                keyId,
                algorithm,
                publicKey,
                certificate == null ? null : thumbprint(certificate),
                subject,
                convention,
                validity,
                overlap < 0 ? null : Duration.ofDays(overlap),
                certificate == null ? null : certificate.getNotAfter().toInstant());
    }

    private static @Nullable SignatureAlgorithm algorithm(SpecReader reader, Kind kind) {
        if (kind != Kind.SIGNATURE_SECRET && kind != Kind.SIGNATURE_KEY) {
            return null;
        }
        SignatureAlgorithm usual = kind == Kind.SIGNATURE_SECRET ? SignatureAlgorithm.HMAC_SM3 : SignatureAlgorithm.SM2;
        String label = reader.text("algorithm", false);
        SignatureAlgorithm algorithm =
                label.isEmpty() ? usual : SignatureAlgorithm.of(label).orElse(null);
        if (algorithm == null || algorithm.shared() != (kind == Kind.SIGNATURE_SECRET)) {
            reader.error(
                    "algorithm",
                    "口令用 hmac-sha256、hmac-sm3；公钥用 sm2-sm3、rsa-pss-sha512、rsa-v1_5-sha256、ecdsa-p256-sha256",
                    "secrets: hmac-sha256, hmac-sm3; keys: sm2-sm3, rsa-pss-sha512, rsa-v1_5-sha256, ecdsa-p256-sha256");
            return usual;
        }
        return algorithm;
    }

    private static byte @Nullable [] publicKey(SpecReader reader, Kind kind, @Nullable SignatureAlgorithm algorithm) {
        if (kind != Kind.SIGNATURE_KEY || algorithm == null) {
            return null;
        }
        try {
            byte[] der = pem(reader.text("publicKey", true), "PUBLIC KEY");
            SignatureKey.publicKey(algorithm, der);
            return der;
        } catch (IllegalArgumentException e) {
            reader.error(
                    "publicKey",
                    "应为该算法的 PEM 公钥（BEGIN PUBLIC KEY）",
                    "must be a public key of the algorithm in PEM (BEGIN PUBLIC KEY)");
            return null;
        }
    }

    private static @Nullable X509Certificate certificate(SpecReader reader, Kind kind, Instant now) {
        String text = kind == Kind.CERTIFICATE ? reader.longText("certificate") : "";
        if (text.isEmpty()) {
            return null;
        }
        try {
            X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
            if (read.getNotAfter().toInstant().isBefore(now)) {
                reader.error("certificate", "证书已过期", "the certificate has expired");
            }
            return read;
        } catch (CertificateException | ClassCastException e) {
            reader.error("certificate", "应为 PEM 证书", "must be a certificate in PEM");
            return null;
        }
    }

    private static @Nullable String subject(SpecReader reader, Kind kind, @Nullable X509Certificate certificate) {
        if (kind != Kind.CERTIFICATE) {
            return null;
        }
        String subject = reader.text("subject", false);
        if (subject.isEmpty() == (certificate == null)) {
            reader.error(
                    "",
                    "certificate（证书）与 subject（主体名）给出且只给出一个",
                    "exactly one of certificate and subject must be given");
            return null;
        }
        if (subject.isEmpty()) {
            return null;
        }
        return reader.parsed(
                "subject",
                "",
                false,
                text -> new X500Principal(text).getName(X500Principal.RFC2253),
                "应为主体名，例如 CN=system-a,O=民政局,C=CN",
                "must be a distinguished name, for example CN=system-a,O=Civil Affairs,C=CN");
    }

    static String thumbprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException | CertificateException e) {
            throw new IllegalStateException("a parsed certificate has an encoding and every Java SHA-256", e);
        }
    }

    private static byte[] pem(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        String stripped = text.strip();
        if (!stripped.startsWith(begin) || !stripped.endsWith(end)) {
            throw new IllegalArgumentException("not PEM");
        }
        return Base64.getMimeDecoder()
                .decode(stripped.substring(begin.length(), stripped.length() - end.length())
                        .strip());
    }
}
