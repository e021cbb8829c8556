package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.evidence.Receipt;
import cn.laohekou.hub.security.evidence.Tally;
import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A message whose sender was found to be permitted and whose content is as declared.
 *
 * @param exchange exchange id for it, unless it repeats an earlier one
 * @param at when it came
 * @param resource resource name
 * @param publisher system, or connector, it came from
 * @param idempotencyKey what the publisher calls it by, null when by nothing
 * @param key what keeps it in order with others of the resource; empty when all are one sequence
 * @param format JSON or XML
 * @param body the message; not to be changed
 * @param policy policy it was admitted under; its grants are the subscribers
 * @param evidence makes its intent durable
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or printed
public record Publication(
        UUID exchange,
        Instant at,
        String resource,
        String publisher,
        @Nullable String idempotencyKey,
        String key,
        AnswerFormat format,
        byte[] body,
        PolicySnapshot policy,
        Evidence evidence) {

    /** Makes the intent durable, under the policy then in force. */
    @FunctionalInterface
    public interface Evidence {
        /**
         * Records.
         *
         * @param exchange the exchange the message is known as
         * @param tallies figures raised together with the intent
         * @return completes exceptionally when nothing may be acknowledged: no evidence, or no longer permitted
         */
        CompletionStage<Receipt> record(UUID exchange, List<Tally> tallies);
    }

    /** Without content and key. */
    @Override
    public String toString() {
        return resource + " " + exchange;
    }
}
