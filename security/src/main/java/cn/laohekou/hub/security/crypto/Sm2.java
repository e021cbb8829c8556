package cn.laohekou.hub.security.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.BigIntegers;

/**
 * SM2 (GB/T 32918) with keys as the world exchanges them: private ones in PKCS #8, public ones as SubjectPublicKeyInfo,
 * both DER. Signatures are DER {@code SEQUENCE(r, s)} over SM3 with the signer's identity; ciphertexts are DER
 * {@code SEQUENCE(x, y, C3, C2)} (GM/T 0009-2012, clause 7.2). Both are what OpenSSL speaks. Safe for use from any
 * thread.
 */
public final class Sm2 {

    /** The signer's identity unless the parties agreed on another (GM/T 0009-2012, clause 10). */
    public static final String DEFAULT_ID = "1234567812345678";

    private static final ASN1ObjectIdentifier CURVE = GMObjectIdentifiers.sm2p256v1;
    private static final ECNamedDomainParameters DOMAIN =
            new ECNamedDomainParameters(CURVE, GMNamedCurves.getByOID(CURVE));
    private static final int COORDINATE = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Sm2() {}

    /**
     * A pair in DER.
     *
     * @param privateKey PKCS #8
     * @param publicKey SubjectPublicKeyInfo
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared as a record
    public record Pair(byte[] privateKey, byte[] publicKey) {

        @Override
        public String toString() {
            return "Sm2.Pair[******]";
        }
    }

    /** A fresh pair. */
    public static Pair generate() {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(DOMAIN, RANDOM));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            return new Pair(
                    PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate())
                            .getEncoded(),
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
                            .getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("A fresh key always has an encoding", e);
        }
    }

    /**
     * Signs.
     *
     * @param privateKey PKCS #8 in DER
     * @param id the signer's identity, {@link #DEFAULT_ID} unless agreed otherwise
     * @param message what is signed, in full
     * @throws IllegalArgumentException when the key is not an SM2 private key
     */
    public static byte[] sign(byte[] privateKey, String id, byte[] message) {
        SM2Signer signer = new SM2Signer();
        signer.init(true, new ParametersWithID(new ParametersWithRandom(privateOf(privateKey), RANDOM), utf8(id)));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("SM2 signing failed", e);
        }
    }

    /**
     * Whether a signature is that of the key's owner.
     *
     * @param publicKey SubjectPublicKeyInfo in DER
     * @param id the signer's identity
     * @param message what was signed, in full
     * @param signature as it came; anything but a good one gives false
     * @throws IllegalArgumentException when the key is not an SM2 public key
     */
    public static boolean verify(byte[] publicKey, String id, byte[] message, byte[] signature) {
        SM2Signer signer = new SM2Signer();
        signer.init(false, new ParametersWithID(publicOf(publicKey), utf8(id)));
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    /**
     * Encrypts a short secret.
     *
     * @param publicKey SubjectPublicKeyInfo in DER
     * @param plain the secret, not empty
     * @throws IllegalArgumentException when the key is not an SM2 public key or there is nothing to encrypt
     */
    public static byte[] encrypt(byte[] publicKey, byte[] plain) {
        if (plain.length == 0) {
            throw new IllegalArgumentException("SM2 encrypts at least one byte");
        }
        SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
        engine.init(true, new ParametersWithRandom(publicOf(publicKey), RANDOM));
        try {
            byte[] raw = engine.processBlock(plain, 0, plain.length);
            byte[] x = Arrays.copyOfRange(raw, 1, 1 + COORDINATE);
            byte[] y = Arrays.copyOfRange(raw, 1 + COORDINATE, 1 + 2 * COORDINATE);
            int c2 = 1 + 2 * COORDINATE + Sm3.BYTES;
            return new DERSequence(new ASN1Encodable[] {
                        new ASN1Integer(new BigInteger(1, x)),
                        new ASN1Integer(new BigInteger(1, y)),
                        new DEROctetString(Arrays.copyOfRange(raw, 1 + 2 * COORDINATE, c2)),
                        new DEROctetString(Arrays.copyOfRange(raw, c2, raw.length))
                    })
                    .getEncoded(ASN1Encoding.DER);
        } catch (InvalidCipherTextException | IOException e) {
            throw new IllegalStateException("SM2 encryption failed", e);
        }
    }

    /**
     * Decrypts what {@link #encrypt} or another implementation of the standard made.
     *
     * @param privateKey PKCS #8 in DER
     * @param encrypted DER {@code SEQUENCE(x, y, C3, C2)}
     * @throws SealBroken when it was changed, is for another key, or is no such sequence
     */
    public static byte[] decrypt(byte[] privateKey, byte[] encrypted) {
        ECPrivateKeyParameters key = privateOf(privateKey);
        try {
            ASN1Sequence parts = ASN1Sequence.getInstance(encrypted);
            if (parts.size() != 4) {
                throw new SealBroken("sm2");
            }
            byte[] hash = ASN1OctetString.getInstance(parts.getObjectAt(2)).getOctets();
            byte[] text = ASN1OctetString.getInstance(parts.getObjectAt(3)).getOctets();
            byte[] raw = new byte[1 + 2 * COORDINATE + hash.length + text.length];
            raw[0] = 4;
            coordinate(parts, 0, raw, 1);
            coordinate(parts, 1, raw, 1 + COORDINATE);
            System.arraycopy(hash, 0, raw, 1 + 2 * COORDINATE, hash.length);
            System.arraycopy(text, 0, raw, 1 + 2 * COORDINATE + hash.length, text.length);
            SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
            engine.init(false, key);
            return engine.processBlock(raw, 0, raw.length);
        } catch (InvalidCipherTextException | RuntimeException e) {
            // Whatever trips the parser or the curve, the ciphertext is the cause.
            throw new SealBroken("sm2");
        }
    }

    /**
     * Refuses anything but an SM2 public key.
     *
     * @param publicKey SubjectPublicKeyInfo in DER
     * @throws IllegalArgumentException when it is something else
     */
    public static void check(byte[] publicKey) {
        publicOf(publicKey);
    }

    private static void coordinate(ASN1Sequence parts, int part, byte[] raw, int at) {
        byte[] value = BigIntegers.asUnsignedByteArray(
                COORDINATE, ASN1Integer.getInstance(parts.getObjectAt(part)).getPositiveValue());
        System.arraycopy(value, 0, raw, at, COORDINATE);
    }

    private static ECPrivateKeyParameters privateOf(byte[] der) {
        if (onCurve(der, true) instanceof ECPrivateKeyParameters key) {
            return key;
        }
        throw notSm2();
    }

    private static ECPublicKeyParameters publicOf(byte[] der) {
        if (onCurve(der, false) instanceof ECPublicKeyParameters key) {
            return key;
        }
        throw notSm2();
    }

    private static AsymmetricKeyParameter onCurve(byte[] der, boolean secret) {
        AsymmetricKeyParameter key;
        try {
            key = secret ? PrivateKeyFactory.createKey(der) : PublicKeyFactory.createKey(der);
        } catch (IOException | RuntimeException unreadable) {
            // The cause might quote key material.
            throw notSm2();
        }
        boolean sm2 = key instanceof ECKeyParameters ec
                && DOMAIN.getCurve().equals(ec.getParameters().getCurve())
                && DOMAIN.getG().equals(ec.getParameters().getG());
        if (!sm2) {
            throw notSm2();
        }
        return key;
    }

    private static IllegalArgumentException notSm2() {
        return new IllegalArgumentException(
                "不是 SM2 密钥的 DER 编码 / not an SM2 key in DER (PKCS #8 or SubjectPublicKeyInfo)");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
