package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Keeps what it is given, up to a limit. */
final class CollectingSink implements AnswerSink {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long limit;
    private final CompletableFuture<String> first = new CompletableFuture<>();
    private volatile int writes;
    private volatile int largest;

    CollectingSink() {
        this(Long.MAX_VALUE);
    }

    CollectingSink(long limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void write(byte[] array, int offset, int length) throws ConnectorFault {
        if (bytes.size() + length > limit) {
            throw new ConnectorFault(FaultCode.COUNTERPART_OVERSIZED, "over the sink's limit");
        }
        bytes.write(array, offset, length);
        writes++;
        largest = Math.max(largest, length);
        first.complete(new String(array, offset, length, StandardCharsets.UTF_8));
    }

    /** The first piece, as soon as it came. */
    CompletableFuture<String> first() {
        return first;
    }

    int writes() {
        return writes;
    }

    int largest() {
        return largest;
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    synchronized int size() {
        return bytes.size();
    }
}
