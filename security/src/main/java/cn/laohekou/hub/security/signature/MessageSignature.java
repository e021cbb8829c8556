package cn.laohekou.hub.security.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One signature of HTTP Message Signatures (RFC 9421) as it came with a message, not yet verified.
 *
 * @param keyId which key signed
 * @param created time of signing, epoch seconds
 * @param expires from when it counts no more, epoch seconds; null when absent
 * @param nonce value never used before; null when absent
 * @param algorithm algorithm as named; null when absent
 * @param components what is covered
 * @param base the signature base (RFC 9421 section 2.5)
 * @param signature the signature's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // read once and verified, never compared as a record
public record MessageSignature(
        String keyId,
        long created,
        @Nullable Long expires,
        @Nullable String nonce,
        @Nullable String algorithm,
        List<String> components,
        byte[] base,
        byte[] signature) {

    /** Field names, lower case. */
    public static final String INPUT_FIELD = "signature-input";

    /** See {@link #INPUT_FIELD}. */
    public static final String SIGNATURE_FIELD = "signature";

    private static final Set<String> PARAMETERS = Set.of("created", "expires", "nonce", "alg", "keyid", "tag");

    /**
     * Reads the only signature of a message.
     *
     * @param message the message
     * @return null when it has none
     * @throws SignatureRefused when it has several, or one that is not understood in full
     */
    public static @Nullable MessageSignature read(HttpMessage message) throws SignatureRefused {
        List<String> inputs = message.field(INPUT_FIELD);
        List<String> signatures = message.field(SIGNATURE_FIELD);
        if (inputs.isEmpty() && signatures.isEmpty()) {
            return null;
        }
        Map<String, Fields.Input> read = Fields.inputs(String.join(", ", inputs));
        Map<String, byte[]> values = Fields.signatures(String.join(", ", signatures));
        if (read.size() != 1 || !values.keySet().equals(read.keySet())) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        String label = read.keySet().iterator().next();
        Fields.Input input = read.get(label);
        byte[] value = values.get(label);
        if (input == null
                || value == null
                || !PARAMETERS.containsAll(input.parameters().keySet())) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        Map<String, String> parameters = input.parameters();
        String keyId = parameters.get("keyid");
        String created = parameters.get("created");
        if (keyId == null || created == null) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        String expires = parameters.get("expires");
        return new MessageSignature(
                keyId,
                number(created),
                expires == null ? null : number(expires),
                parameters.get("nonce"),
                parameters.get("alg"),
                input.components(),
                base(message, input.components(), input.raw()),
                value);
    }

    /**
     * Signs a message.
     *
     * @param message the message; a covered field must be there
     * @param components what to cover
     * @param parameters what else to sign
     * @param signer makes the signature
     * @return the two fields' values
     */
    public static Made make(HttpMessage message, List<String> components, Parameters parameters, Signer signer) {
        String raw = parameters.after(components);
        try {
            byte[] signature = signer.sign(base(message, components, raw));
            return new Made(
                    parameters.label() + '=' + raw,
                    parameters.label() + "=:" + Base64.getEncoder().encodeToString(signature) + ':');
        } catch (SignatureRefused e) {
            throw new IllegalArgumentException("A component to be signed is not in the message", e);
        }
    }

    /** Makes a signature, wherever the key is. */
    @FunctionalInterface
    public interface Signer {
        /**
         * Signs.
         *
         * @param message what is signed, in full
         */
        byte[] sign(byte[] message);
    }

    /**
     * Values of the two fields.
     *
     * @param input {@code Signature-Input}
     * @param signature {@code Signature}
     */
    public record Made(String input, String signature) {}

    /**
     * Parameters of a signature to be made; texts of visible ASCII without quotes or backslashes.
     *
     * @param label names the signature in both fields
     * @param created epoch seconds
     * @param nonce a value never used before; null to leave it out
     * @param keyId which key signs
     * @param algorithm its algorithm; null to leave it out
     */
    public record Parameters(
            String label,
            long created,
            @Nullable String nonce,
            String keyId,
            @Nullable SignatureAlgorithm algorithm) {

        String after(List<String> components) {
            String covered =
                    components.stream().map(name -> '"' + name + '"').collect(Collectors.joining(" ", "(", ")"));
            return covered + ";created=" + created + (nonce == null ? "" : ";nonce=\"" + nonce + '"') + ";keyid=\""
                    + keyId + '"' + (algorithm == null ? "" : ";alg=\"" + algorithm.label() + '"');
        }
    }

    private static byte[] base(HttpMessage message, List<String> components, String raw) throws SignatureRefused {
        StringBuilder base = new StringBuilder(256);
        Set<String> seen = new HashSet<>();
        for (String component : components) {
            if (!seen.add(component)) {
                throw new SignatureRefused(SignatureFault.MALFORMED);
            }
            base.append('"')
                    .append(component)
                    .append("\": ")
                    .append(value(message, component))
                    .append('\n');
        }
        base.append("\"@signature-params\": ").append(raw);
        return base.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String value(HttpMessage message, String component) throws SignatureRefused {
        return switch (component) {
            case "@method" -> request(message, message.method());
            case "@authority" -> request(message, message.authority());
            case "@path" -> request(message, message.path());
            case "@query" -> request(message, message.query());
            case "@status" -> {
                if (message.status() == 0) {
                    throw new SignatureRefused(SignatureFault.MALFORMED);
                }
                yield Integer.toString(message.status());
            }
            default -> field(message, component);
        };
    }

    private static String request(HttpMessage message, String value) throws SignatureRefused {
        if (message.status() != 0) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        return value;
    }

    private static String field(HttpMessage message, String name) throws SignatureRefused {
        List<String> values = message.field(name);
        boolean lower = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c <= '~' && (c < 'A' || c > 'Z'));
        if (!lower || name.charAt(0) == '@' || values.isEmpty()) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        // RFC 9421 section 2.1: each value trimmed, joined by a comma and a space.
        return values.stream().map(String::strip).collect(Collectors.joining(", "));
    }

    private static long number(String digits) throws SignatureRefused {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
    }
}
