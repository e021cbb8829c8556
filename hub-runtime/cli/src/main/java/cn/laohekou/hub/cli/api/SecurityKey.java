package cn.laohekou.hub.cli.api;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/**
 * A security key in software: one ES256 key pair that answers the challenges of Web Authentication (W3C WebAuthn level 2)
 * as a key on a stick would. The private key lives in a file of mode 0600; whoever wants more buys a stick.
 */
public final class SecurityKey {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    /** Authenticator data flags: user present (WebAuthn section 6.1). The file proves possession, not who holds it. */
    private static final byte USER_PRESENT = 0x01;

    private static final int COORDINATE_BYTES = 32;

    /** CBOR of a COSE key before x: kty EC2, alg ES256, crv P-256, x as 32 bytes (RFC 9053 section 7.1.1). */
    private static final byte[] COSE_BEFORE_X = {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20};

    private static final byte[] COSE_BEFORE_Y = {0x22, 0x58, 0x20};

    private final byte[] id;
    private final PrivateKey secret;
    private final ECPublicKey open;

    private SecurityKey(byte[] id, PrivateKey secret, ECPublicKey open) {
        this.id = id.clone();
        this.secret = secret;
        this.open = open;
    }

    /** A new key that lives in memory only. */
    public static SecurityKey create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] id = new byte[16];
            new SecureRandom().nextBytes(id);
            return new SecurityKey(id, pair.getPrivate(), (ECPublicKey) pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /**
     * The key of a file; a new one when the file does not exist yet.
     *
     * @param file where it lives, mode 0600
     * @throws CannotStart when the file cannot be read or made, others may read it, or it holds no key
     */
    public static SecurityKey readOrCreate(Path file) throws CannotStart {
        if (!Files.exists(file)) {
            SecurityKey made = create();
            try {
                SecretFile.privateFolderOf(file);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, made.text(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new CannotStart("无法写入 " + file + "。 The file cannot be written.", e);
            }
        }
        return read(file);
    }

    /**
     * The key of a file.
     *
     * @param file where it lives, mode 0600
     * @throws CannotStart when the file cannot be read, others may read it, or it holds no key
     */
    public static SecurityKey read(Path file) throws CannotStart {
        String[] parts = SecretFile.read(file).split("\\.", -1);
        try {
            Base64.Decoder url = Base64.getUrlDecoder();
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new SecurityKey(
                    url.decode(parts[0]),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(url.decode(parts[1]))),
                    (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(url.decode(parts[2]))));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CannotStart("文件 " + file + " 中没有安全密钥。 The file holds no security key.");
        }
    }

    /** The form in which a realm is told of the key: the public part only. */
    public ObjectNode credential() {
        byte[] x = coordinate(open.getW().getAffineX());
        byte[] y = coordinate(open.getW().getAffineY());
        byte[] cose = ByteBuffer.allocate(COSE_BEFORE_X.length + x.length + COSE_BEFORE_Y.length + y.length)
                .put(COSE_BEFORE_X)
                .put(x)
                .put(COSE_BEFORE_Y)
                .put(y)
                .array();
        ObjectNode data = JSON.createObjectNode()
                .put("aaguid", "00000000-0000-0000-0000-000000000000")
                .put("credentialId", Base64.getEncoder().encodeToString(id))
                .put("counter", 0)
                .put("credentialPublicKey", URL.encodeToString(cose))
                .put("attestationStatementFormat", "none");
        return JSON.createObjectNode()
                .put("type", "webauthn")
                .put("userLabel", "软件安全密钥 software key")
                .put("secretData", "{}")
                .put("credentialData", data.toString());
    }

    /**
     * Answers a challenge (WebAuthn section 6.3.3).
     *
     * @param challenge the relying party's challenge, base64url
     * @param relyingParty its id
     * @param origin origin of the page that asked
     * @return the form fields of the answer
     */
    Map<String, String> answer(String challenge, String relyingParty, String origin) {
        byte[] client = JSON.createObjectNode()
                .put("type", "webauthn.get")
                .put("challenge", challenge)
                .put("origin", origin)
                .put("crossOrigin", false)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] party = sha256.digest(relyingParty.getBytes(StandardCharsets.UTF_8));
            // The signature counter stays 0: a key that can be copied cannot count (WebAuthn section 6.1.1).
            byte[] authenticator = ByteBuffer.allocate(party.length + 1 + Integer.BYTES)
                    .put(party)
                    .put(USER_PRESENT)
                    .putInt(0)
                    .array();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(secret);
            signature.update(authenticator);
            signature.update(sha256.digest(client));
            return Map.of(
                    "clientDataJSON", URL.encodeToString(client),
                    "authenticatorData", URL.encodeToString(authenticator),
                    "signature", URL.encodeToString(signature.sign()),
                    "credentialId", URL.encodeToString(id),
                    "userHandle", "",
                    "error", "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has ES256", e);
        }
    }

    private String text() {
        return URL.encodeToString(id)
                + '.'
                + URL.encodeToString(secret.getEncoded())
                + '.'
                + URL.encodeToString(open.getEncoded());
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return fixed;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SecurityKey[" + URL.encodeToString(id) + "]";
    }
}
