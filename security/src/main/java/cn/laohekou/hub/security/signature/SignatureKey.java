package cn.laohekou.hub.security.signature;

import cn.laohekou.hub.security.crypto.HmacSm3;
import cn.laohekou.hub.security.crypto.Sm2;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key of one algorithm, parsed and checked once. Never prints what it holds. Safe for use from any thread. */
public final class SignatureKey {

    /** Bits of the shortest RSA key accepted (GM/T 0054 and NIST SP 800-131A agree on 2048). */
    private static final int RSA_BITS = 2048;

    /** Bits of the order of P-256. */
    private static final int P256_BITS = 256;

    /** Bytes of the shortest shared secret accepted: 128 bits. */
    public static final int SECRET_BYTES = 16;

    private final SignatureAlgorithm algorithm;
    private final byte[] material;
    private final boolean signs;
    private final @Nullable Key parsed;

    private SignatureKey(SignatureAlgorithm algorithm, byte[] material, boolean signs, @Nullable Key parsed) {
        this.algorithm = algorithm;
        this.material = material;
        this.signs = signs;
        this.parsed = parsed;
    }

    /**
     * A shared secret, which signs and verifies.
     *
     * @param algorithm an HMAC
     * @param secret at least {@link #SECRET_BYTES} bytes; copied
     * @throws IllegalArgumentException when the secret is too short or the algorithm takes none
     */
    public static SignatureKey secret(SignatureAlgorithm algorithm, byte[] secret) {
        if (!algorithm.shared() || secret.length < SECRET_BYTES) {
            throw new IllegalArgumentException("A shared secret has at least 16 bytes and belongs to an HMAC");
        }
        return new SignatureKey(algorithm, secret.clone(), true, null);
    }

    /**
     * A private key, which signs.
     *
     * @param algorithm not an HMAC
     * @param pkcs8 DER
     * @throws IllegalArgumentException when it is no such key, or too weak
     */
    public static SignatureKey privateKey(SignatureAlgorithm algorithm, byte[] pkcs8) {
        if (algorithm == SignatureAlgorithm.SM2) {
            Sm2.sign(pkcs8, Sm2.DEFAULT_ID, new byte[0]);
            return new SignatureKey(algorithm, pkcs8.clone(), true, null);
        }
        try {
            PrivateKey key = factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new SignatureKey(algorithm, new byte[0], true, strong(key));
        } catch (GeneralSecurityException e) {
            // The cause might quote key material.
            throw unfit(algorithm);
        }
    }

    /**
     * A public key, which verifies.
     *
     * @param algorithm not an HMAC
     * @param subjectPublicKeyInfo DER
     * @throws IllegalArgumentException when it is no such key, or too weak
     */
    public static SignatureKey publicKey(SignatureAlgorithm algorithm, byte[] subjectPublicKeyInfo) {
        if (algorithm == SignatureAlgorithm.SM2) {
            Sm2.check(subjectPublicKeyInfo);
            return new SignatureKey(algorithm, subjectPublicKeyInfo.clone(), false, null);
        }
        try {
            PublicKey key = factory(algorithm).generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
            return new SignatureKey(algorithm, new byte[0], false, strong(key));
        } catch (GeneralSecurityException e) {
            throw unfit(algorithm);
        }
    }

    /** What the key is for. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /**
     * Signs.
     *
     * @throws IllegalStateException when this is a public key
     */
    public byte[] sign(byte[] message) {
        if (!signs) {
            throw new IllegalStateException("A public key does not sign");
        }
        try {
            return switch (algorithm) {
                case HMAC_SHA256 -> hmacSha256(message);
                case HMAC_SM3 -> HmacSm3.of(material, message);
                case SM2 -> Sm2.sign(material, Sm2.DEFAULT_ID, message);
                case RSA_PSS_SHA512, RSA_SHA256, ECDSA_P256 -> {
                    Signature signer = engine();
                    signer.initSign((PrivateKey) parsed());
                    signer.update(message);
                    yield signer.sign();
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Signing failed with " + algorithm, e);
        }
    }

    /** Whether a signature fits; anything but a good one gives false. */
    public boolean verify(byte[] message, byte[] signature) {
        try {
            return switch (algorithm) {
                case HMAC_SHA256 -> MessageDigest.isEqual(hmacSha256(message), signature);
                case HMAC_SM3 -> MessageDigest.isEqual(HmacSm3.of(material, message), signature);
                case SM2 -> !signs && Sm2.verify(material, Sm2.DEFAULT_ID, message, signature);
                case RSA_PSS_SHA512, RSA_SHA256, ECDSA_P256 -> {
                    Signature verifier = engine();
                    verifier.initVerify((PublicKey) parsed());
                    verifier.update(message);
                    yield verifier.verify(signature);
                }
            };
        } catch (GeneralSecurityException | ClassCastException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "SignatureKey[" + algorithm.label() + "]";
    }

    private Key parsed() {
        if (parsed == null) {
            throw new IllegalStateException("Only RSA and EC keys are parsed");
        }
        return parsed;
    }

    private byte[] hmacSha256(byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(material, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private Signature engine() throws GeneralSecurityException {
        if (algorithm == SignatureAlgorithm.RSA_PSS_SHA512) {
            Signature pss = Signature.getInstance("RSASSA-PSS");
            // RFC 9421 section 3.3.1: MGF1 with SHA-512, salt of 64 bytes.
            pss.setParameter(new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1));
            return pss;
        }
        return Signature.getInstance(
                algorithm == SignatureAlgorithm.RSA_SHA256 ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
    }

    private static KeyFactory factory(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case RSA_PSS_SHA512, RSA_SHA256 -> KeyFactory.getInstance("RSA");
            case ECDSA_P256 -> KeyFactory.getInstance("EC");
            case HMAC_SHA256, HMAC_SM3, SM2 -> throw unfit(algorithm);
        };
    }

    private static Key strong(Key key) throws GeneralSecurityException {
        boolean strong = key instanceof RSAKey rsa
                ? rsa.getModulus().bitLength() >= RSA_BITS
                : key instanceof ECKey ec && ec.getParams().getOrder().bitLength() == P256_BITS;
        if (!strong) {
            throw new GeneralSecurityException("weak");
        }
        return key;
    }

    private static IllegalArgumentException unfit(SignatureAlgorithm algorithm) {
        return new IllegalArgumentException("不是 " + algorithm.label() + " 可用的密钥（DER），或强度不足 / not a key for "
                + algorithm.label() + " in DER, or too weak");
    }
}
