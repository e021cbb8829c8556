package cn.laohekou.hub.security.signature;

import cn.laohekou.hub.security.crypto.Sm3;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signed requests before their body is read. Pure: replays and bodies are held against the {@link Proof} by the
 * caller. Verifying with a public key costs up to a millisecond.
 */
public final class RequestVerifier {

    /** What every signature of RFC 9421 must cover, so that it fits one request at one service only. */
    public static final List<String> COVERED = List.of("@method", "@authority", "@path", "@query");

    /** What callers state of a call: covered too, when sent. */
    private static final List<String> STATED =
            List.of("hub-purpose", "hub-case", "hub-person", "hub-recipient", "hub-subject-certificate");

    private static final Duration WINDOW = HeaderConvention.TEN_MINUTES;
    private static final int LONGEST_NONCE = 128;

    private RequestVerifier() {}

    /** Whether a message carries signature headers at all; cheap, for the path of unsigned calls. */
    public static boolean signed(HttpMessage message, Credentials credentials) {
        if (!message.field(MessageSignature.INPUT_FIELD).isEmpty()) {
            return true;
        }
        for (HeaderConvention convention : credentials.conventions()) {
            if (!message.field(convention.rid().toLowerCase(Locale.ROOT)).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Verifies.
     *
     * @param message the request
     * @param hasBody whether a body follows, which must then be covered by a digest under RFC 9421
     * @param credentials who may sign
     * @param now the time
     * @return null when the message is not signed
     * @throws SignatureRefused when it is, but not acceptably
     */
    public static @Nullable Proof verify(HttpMessage message, boolean hasBody, Credentials credentials, Instant now)
            throws SignatureRefused {
        MessageSignature signature = MessageSignature.read(message);
        Proof proof = signature == null ? null : verify(message, signature, hasBody, credentials, now);
        for (HeaderConvention convention : credentials.conventions()) {
            HeaderConvention.Presented presented = convention.read(message);
            if (presented != null) {
                if (proof != null) {
                    // Two proofs could name two callers.
                    throw new SignatureRefused(SignatureFault.MALFORMED);
                }
                proof = verify(convention, presented, credentials, now);
            }
        }
        return proof;
    }

    private static Proof verify(
            HttpMessage message, MessageSignature signature, boolean hasBody, Credentials credentials, Instant now)
            throws SignatureRefused {
        Credential credential = credential(credentials.key(signature.keyId()), now);
        SignatureKey key = key(credential);
        String named = signature.algorithm();
        if (named != null && !named.equals(key.algorithm().label())) {
            throw new SignatureRefused(SignatureFault.INVALID);
        }
        if (!key.verify(signature.base(), signature.signature())) {
            throw new SignatureRefused(SignatureFault.INVALID);
        }
        covered(message, signature, hasBody);
        Instant created = Instant.ofEpochSecond(signature.created());
        Long expires = signature.expires();
        if (outside(created, WINDOW, now) || (expires != null && !now.isBefore(Instant.ofEpochSecond(expires)))) {
            throw new SignatureRefused(SignatureFault.OUT_OF_WINDOW);
        }
        String nonce = signature.nonce();
        if (nonce == null || nonce.isEmpty() || nonce.length() > LONGEST_NONCE) {
            throw new SignatureRefused(SignatureFault.NOT_COVERED);
        }
        return new Proof(
                credential,
                Proof.Mechanism.MESSAGE_SIGNATURE,
                replayKey(credential, nonce.getBytes(StandardCharsets.UTF_8)),
                created.plus(WINDOW).plusSeconds(1),
                signature.components().contains(ContentDigest.FIELD)
                        ? message.field(ContentDigest.FIELD).get(0)
                        : null,
                null);
    }

    private static void covered(HttpMessage message, MessageSignature signature, boolean hasBody)
            throws SignatureRefused {
        Set<String> components = Set.copyOf(signature.components());
        boolean complete = components.containsAll(COVERED)
                && (!hasBody || components.contains(ContentDigest.FIELD))
                && message.field(ContentDigest.FIELD).size() <= 1;
        for (String stated : STATED) {
            complete &= message.field(stated).isEmpty() || components.contains(stated);
        }
        if (!complete) {
            throw new SignatureRefused(SignatureFault.NOT_COVERED);
        }
    }

    private static Proof verify(
            HeaderConvention convention, HeaderConvention.Presented presented, Credentials credentials, Instant now)
            throws SignatureRefused {
        Credential credential = credential(credentials.key(presented.rid()), now);
        if (!convention.equals(credential.convention())) {
            throw new SignatureRefused(SignatureFault.KEY_UNKNOWN);
        }
        if (!key(credential).verify(presented.base(), presented.signature())) {
            throw new SignatureRefused(SignatureFault.INVALID);
        }
        Instant signed = Instant.ofEpochMilli(presented.time());
        if (outside(signed, convention.window(), now)) {
            throw new SignatureRefused(SignatureFault.OUT_OF_WINDOW);
        }
        return new Proof(
                credential,
                Proof.Mechanism.HEADER_CONVENTION,
                // Everything that can differ between two calls is signed: the same text again is the same call again.
                replayKey(credential, presented.base()),
                signed.plus(convention.window()).plusSeconds(1),
                presented.digest(),
                presented.sid());
    }

    private static Credential credential(@Nullable Credential credential, Instant now) throws SignatureRefused {
        if (credential == null) {
            throw new SignatureRefused(SignatureFault.KEY_UNKNOWN);
        }
        if (!credential.counts(now)) {
            throw new SignatureRefused(SignatureFault.CREDENTIAL_ENDED);
        }
        return credential;
    }

    private static SignatureKey key(Credential credential) throws SignatureRefused {
        SignatureKey key = credential.key();
        if (key == null) {
            throw new SignatureRefused(SignatureFault.KEY_UNKNOWN);
        }
        return key;
    }

    private static boolean outside(Instant signed, Duration window, Instant now) {
        return Duration.between(signed, now).abs().compareTo(window) > 0;
    }

    private static byte[] replayKey(Credential credential, byte[] unique) {
        return Sm3.hash((credential.id() + '\n').getBytes(StandardCharsets.UTF_8), unique);
    }
}
