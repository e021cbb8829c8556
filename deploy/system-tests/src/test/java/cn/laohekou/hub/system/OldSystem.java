package cn.laohekou.hub.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A consumer's own side of signed and encrypted messages, written from the descriptions and not from the hub's code. */
final class OldSystem {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NONCE = 12;
    private static final int BLOCK = 16;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI hub;

    OldSystem(URI hub) {
        this.hub = hub;
    }

    /** Sends a body as a call for the purpose of the tests. */
    HttpResponse<String> post(String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve(path))
                .header("Hub-Purpose", "grid-dispatch")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** HMAC of a text under a credential's secret, by the algorithm the hub registered. */
    static byte[] hmac(JsonNode credential, String text) throws GeneralSecurityException {
        boolean sm3 = credential.get("algorithm").asText().equals("hmac-sm3");
        Mac mac = sm3 ? Mac.getInstance("HMACSM3", PROVIDER) : Mac.getInstance("HmacSHA256");
        byte[] secret = credential.get("secret").asText().getBytes(StandardCharsets.US_ASCII);
        mac.init(new SecretKeySpec(secret, "HMAC"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code Content-Digest} of a body, by the family of a credential's algorithm. */
    static String digest(JsonNode credential, String body) throws GeneralSecurityException {
        boolean sm3 = credential.get("algorithm").asText().equals("hmac-sm3");
        MessageDigest digest = sm3 ? MessageDigest.getInstance("SM3", PROVIDER) : MessageDigest.getInstance("SHA-256");
        return (sm3 ? "sm3=:" : "sha-256=:") + base64(digest.digest(body.getBytes(StandardCharsets.UTF_8))) + ":";
    }

    /** Headers of RFC 9421 that sign a call and its body. */
    Map<String, String> messageSignature(JsonNode credential, String path, String body)
            throws GeneralSecurityException {
        String parameters =
                "(\"@method\" \"@authority\" \"@path\" \"@query\" \"hub-purpose\" \"content-digest\");created="
                        + System.currentTimeMillis() / 1000 + ";nonce=\"" + UUID.randomUUID() + "\";keyid=\""
                        + credential.get("keyId").asText() + "\"";
        String digest = digest(credential, body);
        String base = "\"@method\": POST\n\"@authority\": " + hub.getAuthority() + "\n\"@path\": " + path
                + "\n\"@query\": ?\n\"hub-purpose\": grid-dispatch\n\"content-digest\": " + digest
                + "\n\"@signature-params\": " + parameters;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Digest", digest);
        headers.put("Signature-Input", "a=" + parameters);
        headers.put("Signature", "a=:" + base64(hmac(credential, base)) + ":");
        return headers;
    }

    /** Headers of the national convention for a call. */
    static Map<String, String> convention(JsonNode credential, String service) throws GeneralSecurityException {
        String rid = credential.get("keyId").asText();
        String time = Long.toString(System.currentTimeMillis());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("gjgxjhpt_rid", rid);
        headers.put("gjgxjhpt_sid", service);
        headers.put("gjgxjhpt_rtime", time);
        headers.put("gjgxjhpt_sign", base64(hmac(credential, service + rid + time)));
        return headers;
    }

    /** An envelope in GCM, bound to what it belongs to. */
    static String gcm(String keyId, byte[] key, String belongsTo, String plain) throws GeneralSecurityException {
        byte[] nonce = random(NONCE);
        Cipher cipher = Cipher.getInstance("SM4/GCM/NoPadding", PROVIDER);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "SM4"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
        return envelope("sm4-gcm", keyId, nonce, cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    }

    /** An envelope in CBC. */
    static String cbc(String keyId, byte[] key, String plain) throws GeneralSecurityException {
        byte[] iv = random(BLOCK);
        Cipher cipher = Cipher.getInstance("SM4/CBC/PKCS7Padding", PROVIDER);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "SM4"), new IvParameterSpec(iv));
        return envelope("sm4-cbc", keyId, iv, cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    }

    /** What an answer's envelope holds. */
    static String open(String envelope, byte[] key, String belongsTo) throws GeneralSecurityException, IOException {
        JsonNode read = JSON.readTree(envelope);
        byte[] data = Base64.getDecoder().decode(read.get("data").asText());
        boolean gcm = read.get("alg").asText().equals("sm4-gcm");
        int head = gcm ? NONCE : BLOCK;
        byte[] first = Arrays.copyOf(data, head);
        Cipher cipher = Cipher.getInstance(gcm ? "SM4/GCM/NoPadding" : "SM4/CBC/PKCS7Padding", PROVIDER);
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "SM4"),
                gcm ? new GCMParameterSpec(128, first) : new IvParameterSpec(first));
        if (gcm) {
            cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
        }
        return new String(cipher.doFinal(data, head, data.length - head), StandardCharsets.UTF_8);
    }

    /** The same envelope with one bit of its ciphertext changed. */
    static String tampered(String envelope) throws IOException {
        JsonNode read = JSON.readTree(envelope);
        byte[] data = Base64.getDecoder().decode(read.get("data").asText());
        data[data.length / 2] ^= 1;
        return "{\"alg\":\"" + read.get("alg").asText() + "\",\"kid\":\""
                + read.get("kid").asText() + "\",\"data\":\"" + base64(data) + "\"}";
    }

    /** The key of a registered encryption key, as it was shown. */
    static byte[] sm4(JsonNode credential) {
        return Base64.getDecoder().decode(credential.get("secret").asText());
    }

    static byte[] random(int bytes) {
        byte[] fresh = new byte[bytes];
        new SecureRandom().nextBytes(fresh);
        return fresh;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String envelope(String mode, String keyId, byte[] first, byte[] rest) {
        byte[] data = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, data, first.length, rest.length);
        return "{\"alg\":\"" + mode + "\",\"kid\":\"" + keyId + "\",\"data\":\"" + base64(data) + "\"}";
    }
}
