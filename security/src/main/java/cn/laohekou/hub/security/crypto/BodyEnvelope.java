package cn.laohekou.hub.security.crypto;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An encrypted body as JSON: {@code {"alg": ..., "kid": ..., "data": base64}}. With {@code sm4-gcm} the data is nonce,
 * ciphertext and tag, bound to the call it belongs to; with {@code sm4-cbc}, for counterparts without GCM, it is IV and
 * ciphertext and means something only under a signature over the envelope.
 */
public final class BodyEnvelope {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Modes of encryption. */
    public enum Mode {
        SM4_GCM("sm4-gcm"),
        SM4_CBC("sm4-cbc");

        private final String label;

        Mode(String label) {
            this.label = label;
        }

        /** Name on the wire and in policies. */
        public String label() {
            return label;
        }

        /** The mode of that name. */
        public static Optional<Mode> of(String label) {
            for (Mode mode : values()) {
                if (mode.label.equals(label)) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }
    }

    private BodyEnvelope() {}

    /**
     * Encrypts.
     *
     * @param key the key shared with the reader
     * @param mode how
     * @param associated the call the body belongs to; bound under GCM
     * @param plain the body
     */
    public static byte[] close(BodyKey key, Mode mode, byte[] associated, byte[] plain) {
        byte[] encrypted =
                mode == Mode.SM4_GCM ? Sm4.gcmEncrypt(key.key(), associated, plain) : Sm4.cbcEncrypt(key.key(), plain);
        byte[] head = ("{\"alg\":\"" + mode.label() + "\",\"kid\":\"" + key.keyId() + "\",\"data\":\"")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] data = Base64.getEncoder().encode(encrypted);
        byte[] envelope = Arrays.copyOf(head, head.length + data.length + 2);
        System.arraycopy(data, 0, envelope, head.length, data.length);
        envelope[envelope.length - 2] = '"';
        envelope[envelope.length - 1] = '}';
        return envelope;
    }

    /**
     * Decrypts.
     *
     * @param keys keys shared with the writer; the envelope says which
     * @param mode the only mode accepted
     * @param associated as given when encrypting
     * @param envelope the body as it came
     * @param now the time
     * @throws SealBroken when it is no such envelope, names no key that counts, or was changed
     */
    public static byte[] open(List<BodyKey> keys, Mode mode, byte[] associated, byte[] envelope, Instant now) {
        try {
            JsonNode read = JSON.readTree(envelope);
            byte[] data = Base64.getDecoder().decode(read.path("data").asText(""));
            String named = read.path("kid").asText("");
            if (read.size() == 3 && mode.label().equals(read.path("alg").asText())) {
                for (BodyKey key : keys) {
                    if (key.keyId().equals(named) && key.counts(now)) {
                        return mode == Mode.SM4_GCM
                                ? Sm4.gcmDecrypt(key.key(), associated, data)
                                : Sm4.cbcDecrypt(key.key(), data);
                    }
                }
            }
            throw new SealBroken(mode.label());
        } catch (IOException | IllegalArgumentException e) {
            throw new SealBroken(mode.label());
        }
    }
}
