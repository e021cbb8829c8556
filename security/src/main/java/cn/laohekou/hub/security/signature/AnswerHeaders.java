package cn.laohekou.hub.security.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers signed in a header convention, both ways. An answer carries the convention's headers, addressed to the requester
 * (rid) and naming the service that answers (sid), and a {@code Content-Digest}. Signed is the convention's own text
 * followed by three lines: status, digest and exchange id, each behind a line feed.
 *
 * <p>The lines bind the body, which no known convention does, and tell answers from requests: header values hold no line
 * feed, so that a signed request has three line feeds fewer, and nobody can send an answer's headers back as a request of
 * the system it was made for.
 */
public final class AnswerHeaders {

    /** Field that names the exchange. */
    private static final String EXCHANGE = "hub-exchange-id";

    private AnswerHeaders() {}

    /**
     * What an answer is signed with.
     *
     * @param convention names and text
     * @param rid the requester's id, which names the secret too
     * @param sid the service's id
     * @param key the secret
     */
    public record Party(HeaderConvention convention, String rid, String sid, SignatureKey key) {

        public Party {
            if (!key.algorithm().shared()) {
                throw new IllegalArgumentException("Answers in a convention are signed with a shared secret");
            }
        }

        /** Names the requester, nothing else. */
        @Override
        public String toString() {
            return "Party[" + rid + "]";
        }
    }

    /**
     * Signs an answer.
     *
     * @param party who is answered
     * @param answer the answer; it must have one exchange id and one digest
     * @param now the time of signing
     * @return headers to be added to the answer
     */
    public static Map<String, String> sign(Party party, HttpMessage answer, Instant now) {
        try {
            String exchange = one(answer, EXCHANGE);
            String digest = one(answer, ContentDigest.FIELD);
            return party.convention()
                    .write(
                            party.rid(),
                            party.sid(),
                            now.toEpochMilli(),
                            exchange,
                            digest,
                            tail(answer),
                            party.key()::sign);
        } catch (SignatureRefused e) {
            throw new IllegalArgumentException("An answer to be signed has an exchange id and a digest", e);
        }
    }

    /**
     * Verifies an answer before its body is used.
     *
     * @param party who was asked what
     * @param answer the answer
     * @param now the time
     * @return the {@code Content-Digest} value the body must fit ({@link ContentDigest#check})
     * @throws SignatureRefused when it is not signed, or not acceptably
     */
    public static String verify(Party party, HttpMessage answer, Instant now) throws SignatureRefused {
        HeaderConvention convention = party.convention();
        String digest = one(answer, ContentDigest.FIELD);
        HeaderConvention.Presented presented = convention.read(answer, tail(answer));
        if (presented == null || answer.status() == 0) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        if (!presented.rid().equals(party.rid())) {
            throw new SignatureRefused(SignatureFault.KEY_UNKNOWN);
        }
        if (!party.key().verify(presented.base(), presented.signature())) {
            throw new SignatureRefused(SignatureFault.INVALID);
        }
        if (!presented.sid().equals(party.sid())) {
            throw new SignatureRefused(SignatureFault.WRONG_SERVICE);
        }
        if (convention.digest() != null && !Objects.equals(presented.digest(), digest)) {
            throw new SignatureRefused(SignatureFault.WRONG_DIGEST);
        }
        Duration off = Duration.between(Instant.ofEpochMilli(presented.time()), now);
        if (off.abs().compareTo(convention.window()) > 0) {
            throw new SignatureRefused(SignatureFault.OUT_OF_WINDOW);
        }
        return digest;
    }

    private static String tail(HttpMessage answer) throws SignatureRefused {
        return "\n" + answer.status() + "\n" + one(answer, ContentDigest.FIELD) + "\n" + one(answer, EXCHANGE);
    }

    private static String one(HttpMessage answer, String name) throws SignatureRefused {
        List<String> values = answer.field(name);
        String value = values.size() == 1 ? values.get(0).strip() : "";
        if (value.isEmpty() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new SignatureRefused(SignatureFault.NOT_COVERED);
        }
        return value;
    }
}
