package cn.laohekou.hub.runtime.event;

import java.time.Instant;
import java.util.UUID;

/**
 * A message as broker and database hold it.
 *
 * @param original exchange it was published as
 * @param resource resource name
 * @param publisher system or connector it came from
 * @param key keyed digest of what keeps it in order, as hexadecimal text
 * @param sequence grows from message to message in the broker
 * @param acceptedAt when it came
 * @param sealed its sealed body
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared or printed
record Message(
        UUID original,
        String resource,
        String publisher,
        String key,
        long sequence,
        Instant acceptedAt,
        byte[] sealed) {

    @Override
    public String toString() {
        return resource + " " + original;
    }
}
