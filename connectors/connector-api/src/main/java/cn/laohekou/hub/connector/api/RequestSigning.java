package cn.laohekou.hub.connector.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests to counterparts that demand it. Bound in the Camel registry under {@link #BEAN}; a component prepares
 * its signer once, when its route starts, and asks it for every request.
 */
public interface RequestSigning {

    /** Name under which the signing service is bound in the Camel registry. */
    String BEAN = "hubRequestSigning";

    /**
     * Checks settings and parses the key.
     *
     * @param settings how the counterpart wants requests signed
     * @throws ConnectorFault {@link FaultCode#CONNECTOR_MISCONFIGURED} when the settings or the key are not usable; the
     *     message never holds the key
     */
    Signer prepare(Settings settings) throws ConnectorFault;

    /** Signs requests under settings that were checked. Safe for any thread, never blocks. */
    @FunctionalInterface
    interface Signer {

        /**
         * Headers that prove a request.
         *
         * @param request what is about to be sent
         * @return name to value; to be added to the request as they are
         */
        Map<String, String> sign(Request request);

        /** Checks the counterpart's answers; null when they need not be signed. */
        default @Nullable AnswerCheck answers() {
            return null;
        }
    }

    /** Checks signed answers. Safe for any thread, never blocks. */
    @FunctionalInterface
    interface AnswerCheck {

        /**
         * Checks what comes before the body.
         *
         * @param answer status and fields
         * @return checks the body
         * @throws ConnectorFault {@link FaultCode#COUNTERPART_BAD_ANSWER} when the answer is not signed acceptably
         */
        BodyCheck begin(Answer answer) throws ConnectorFault;
    }

    /** Checks one answer's body while it comes; used by one thread at a time. */
    interface BodyCheck {

        /** Takes the next bytes as they came, still packed. */
        void take(byte[] bytes);

        /**
         * Says that all bytes have come.
         *
         * @throws ConnectorFault {@link FaultCode#COUNTERPART_BAD_ANSWER} when they are not what was signed
         */
        void end() throws ConnectorFault;
    }

    /**
     * An answer as far as it is signed.
     *
     * @param status its status
     * @param fields all values of a field by its name, in order; empty when it is absent
     */
    record Answer(int status, Function<String, List<String>> fields) {}

    /**
     * How a counterpart wants requests signed. Absent texts are empty.
     *
     * @param mechanism {@code message-signature} (RFC 9421) or {@code header-convention}
     * @param algorithm for example {@code hmac-sm3} or {@code sm2-sm3}
     * @param keyId the hub's id at the counterpart (key id, rid)
     * @param service the service's id at the counterpart (sid); for header conventions
     * @param key shared secret as text, or private key in PEM (PKCS #8); secret
     * @param convention names of the convention's headers {@code rid sid rtime sign nonce digest}; empty for those of the
     *     national exchange platform
     * @param template what is signed under a convention of its own
     * @param encoding of the signature under a convention of its own, {@code base64} or {@code hex}
     * @param signedAnswers whether the counterpart's answers must be signed in the same convention
     */
    record Settings(
            String mechanism,
            String algorithm,
            String keyId,
            String service,
            String key,
            Map<String, String> convention,
            String template,
            String encoding,
            boolean signedAnswers) {

        public Settings {
            convention = Map.copyOf(convention);
        }

        /** Names the mechanism only. */
        @Override
        public String toString() {
            return "Settings[" + mechanism + "]";
        }
    }

    /**
     * A request as far as it is signed.
     *
     * @param method HTTP method
     * @param authority host and, unless it is the scheme's own, port
     * @param target path and query as sent
     * @param body the content; null when there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Request(String method, String authority, String target, byte @Nullable [] body) {}
}
