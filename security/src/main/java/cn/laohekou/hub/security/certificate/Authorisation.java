package cn.laohekou.hub.security.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A holder's authorisation of one use, as the authority states it.
 *
 * @param given whether it is given
 * @param number its number; null when the authority gave none
 * @param until first moment it no longer holds
 */
record Authorisation(boolean given, @Nullable String number, Instant until) {

    /** Longest number kept; longer ones cannot be recorded and are treated as no answer. */
    private static final int MAX_NUMBER = 64;

    static Authorisation read(byte[] body, ZoneId zone) {
        ObjectNode answer = CertificateMessages.answer(body);
        if (!answer.path("authorised").isBoolean()) {
            throw new Unfit(CertificateResult.UNCHECKABLE);
        }
        String number = answer.path("authorisationCode").asText("");
        if (number.length() > MAX_NUMBER) {
            throw new Unfit(CertificateResult.UNCHECKABLE);
        }
        String until = answer.path("validUntil").asText("");
        return new Authorisation(
                answer.path("authorised").booleanValue(),
                number.isEmpty() ? null : number,
                AuthorityDates.end(until.isEmpty() ? null : until, zone));
    }

    void require(Instant now) {
        if (!given || !now.isBefore(until)) {
            throw new Unfit(CertificateResult.NOT_AUTHORISED);
        }
    }
}
