package cn.laohekou.hub.runtime.exchange;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver one message to one subscriber.
 *
 * @param original exchange the message was published as
 * @param grant the subscriber's grant
 * @param system the subscriber
 * @param resource resource name
 * @param body the message as published
 * @param key keyed digest of what keeps it in order, as hexadecimal text
 * @param sequence grows from message to message of a subscription; not contiguous
 * @param attempt number of this attempt, from 1
 * @param disordered whether later messages of the key were delivered before
 * @param connector a corrected target instead of the grant's; null for that
 * @param notes why it is delivered, beyond that it was published: for the record
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or printed
public record Shipment(
        UUID original,
        String grant,
        String system,
        String resource,
        byte[] body,
        String key,
        long sequence,
        int attempt,
        boolean disordered,
        @Nullable String connector,
        Map<String, String> notes) {

    /** What became of an attempt. */
    public sealed interface Result {}

    /**
     * The subscriber's system acknowledged it.
     *
     * @param exchange exchange id of the delivery
     */
    public record Delivered(UUID exchange) implements Result {}

    /**
     * The attempt failed.
     *
     * @param cause stable code
     * @param detail one line for operations; no content
     * @param itself whether the message itself is at fault, so that trying often is pointless
     */
    public record Failed(String cause, String detail, boolean itself) implements Result {}

    /**
     * Nothing was attempted: the way is not open now.
     *
     * @param cause stable code
     * @param millis when to try again
     */
    public record Later(String cause, long millis) implements Result {}

    /**
     * Nothing was attempted, and it may not be delivered.
     *
     * @param cause stable code of the policy
     */
    public record Withdrawn(String cause) implements Result {}

    /** Without content and key. */
    @Override
    public String toString() {
        return grant + " " + original + " attempt " + attempt;
    }
}
