package cn.laohekou.hub.connector.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message a counterpart sent to the hub: from a queue, a topic or a callback.
 *
 * @param body the message as it came; must not change afterwards
 * @param mediaType media type the counterpart named, null when none
 * @param messageId what tells a second delivery of the same message, null when the counterpart names nothing
 * @param key what keeps messages in order, null when the message itself holds it or order does not matter
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or printed
public record IncomingMessage(
        byte[] body,
        @Nullable String mediaType,
        @Nullable String messageId,
        @Nullable String key) {

    public IncomingMessage {
        Objects.requireNonNull(body, "body");
    }

    /** Without the message's content. */
    @Override
    public String toString() {
        return "IncomingMessage[" + body.length + " bytes]";
    }
}
