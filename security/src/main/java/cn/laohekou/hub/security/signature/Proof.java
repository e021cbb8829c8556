package cn.laohekou.hub.security.signature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verified signature. It counts only once its {@link #replayKey} was seen for the first time, and once the body fits
 * {@link #digest}.
 *
 * @param credential whose it is
 * @param mechanism how it was made
 * @param replayKey 32 bytes, the same for the same signed message again
 * @param replayUntil until when the same message would still be within the window
 * @param digest {@code Content-Digest} value the body must fit; null when the body is not signed
 * @param service service id the caller named (sid); null when the signature covers the target itself
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared as a record
public record Proof(
        Credential credential,
        Mechanism mechanism,
        byte[] replayKey,
        Instant replayUntil,
        @Nullable String digest,
        @Nullable String service) {

    /** How a request was signed. */
    public enum Mechanism {
        /** HTTP Message Signatures, RFC 9421. */
        MESSAGE_SIGNATURE("message-signature"),
        /** Signed headers as the national exchange platform has them. */
        HEADER_CONVENTION("header-convention");

        private final String label;

        Mechanism(String label) {
            this.label = label;
        }

        /** Stable word for policies and evidence. */
        public String label() {
            return label;
        }
    }
}
