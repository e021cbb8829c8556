package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.bouncycastle.util.Store;
import org.jspecify.annotations.Nullable;

/** A time-stamp token (RFC 3161): a third party's statement that bytes existed at a time. */
final class TimeStamp {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final TimeStampToken token;

    private TimeStamp(TimeStampToken token) {
        this.token = token;
    }

    /**
     * Reads a token.
     *
     * @param der a ContentInfo in DER
     * @throws IllegalArgumentException when it is none
     */
    static TimeStamp parse(byte[] der) {
        try {
            return new TimeStamp(new TimeStampToken(new CMSSignedData(der)));
        } catch (CMSException | TSPException | IOException | RuntimeException e) {
            throw new IllegalArgumentException("Time stamp cannot be read", e);
        }
    }

    /** Whether it is about exactly these bytes. */
    boolean covers(byte[] bytes) {
        TimeStampTokenInfo info = token.getTimeStampInfo();
        byte[] digest = digest(info.getMessageImprintAlgOID(), bytes);
        return digest != null && MessageDigest.isEqual(digest, info.getMessageImprintDigest());
    }

    /**
     * Whether its signature is good.
     *
     * @param authorities certificates in DER, one of which must be the signer's; null to take the token's own
     */
    boolean signedBy(@Nullable Collection<Blob> authorities) {
        try {
            for (X509CertificateHolder certificate : certificates(authorities)) {
                if (token.getSID().match(certificate) && valid(certificate)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }

    /** When. */
    Instant time() {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    /** Who, as the token says it. */
    String signer() {
        X500Name name = token.getSID().getIssuer();
        return name == null ? "?" : name.toString() + " #" + token.getSID().getSerialNumber();
    }

    /**
     * The digest of bytes under an algorithm time-stamp authorities use.
     *
     * @return null when the algorithm is neither SM3 nor SHA-256, SHA-384, SHA-512
     */
    static byte @Nullable [] digest(ASN1ObjectIdentifier algorithm, byte[] bytes) {
        if (algorithm.equals(GMObjectIdentifiers.sm3)) {
            return Sm3.hash(bytes);
        }
        String name = algorithm.equals(NISTObjectIdentifiers.id_sha256)
                ? "SHA-256"
                : algorithm.equals(NISTObjectIdentifiers.id_sha384)
                        ? "SHA-384"
                        : algorithm.equals(NISTObjectIdentifiers.id_sha512) ? "SHA-512" : "";
        if (name.isEmpty()) {
            return null;
        }
        try {
            return MessageDigest.getInstance(name).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + name, e);
        }
    }

    private boolean valid(X509CertificateHolder certificate) {
        try {
            SignerInformationVerifier verifier = new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(PROVIDER)
                    .build(certificate);
            token.validate(verifier);
            return true;
        } catch (TSPException | OperatorCreationException | CertificateException | RuntimeException bad) {
            return false;
        }
    }

    private List<X509CertificateHolder> certificates(@Nullable Collection<Blob> given) throws IOException {
        List<X509CertificateHolder> all = new ArrayList<>();
        if (given == null) {
            Store<X509CertificateHolder> own = token.getCertificates();
            all.addAll(own.getMatches(null));
            return all;
        }
        for (Blob der : given) {
            all.add(new X509CertificateHolder(der.bytes()));
        }
        return all;
    }
}
