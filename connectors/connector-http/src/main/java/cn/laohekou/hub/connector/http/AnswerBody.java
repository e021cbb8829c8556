package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes an answer's body apart from its transport: counts it, unpacks it, hands it on. */
abstract class AnswerBody {

    private final @Nullable AnswerSink sink;
    private final long limit;
    private long count;

    AnswerBody(@Nullable AnswerSink sink, long limit) {
        this.sink = sink;
        this.limit = limit;
    }

    /**
     * @param headers the answer's headers
     * @param sink where the bytes go; null to count and drop them
     * @param limit largest body after unpacking, bytes
     * @throws ConnectorFault when the answer announces a size over the limit or an encoding nobody can unpack
     */
    static AnswerBody of(MultiMap headers, @Nullable AnswerSink sink, long limit) throws ConnectorFault {
        String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        String coding = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "identity", "" -> {
                refuseAnnounced(headers.get(HttpHeaders.CONTENT_LENGTH), limit);
                yield new PlainBody(sink, limit);
            }
            case "gzip", "x-gzip" -> new PackedBody(sink, limit, ZlibWrapper.GZIP);
            case "deflate" -> new PackedBody(sink, limit, ZlibWrapper.ZLIB_OR_NONE);
            default ->
                throw Faults.badAnswer("对方的应答使用了不支持的压缩方式。", "The answer uses a content coding the hub cannot unpack.");
        };
    }

    /** Takes the next bytes as they came. */
    abstract void take(ByteBuf bytes) throws ConnectorFault;

    /** Says that all bytes have come. */
    abstract void end() throws ConnectorFault;

    /** Frees what unpacking holds; may be called twice. */
    abstract void close();

    final void deliver(ByteBuf unpacked) throws ConnectorFault {
        int length = unpacked.readableBytes();
        count += length;
        if (count > limit) {
            throw Faults.oversized(limit);
        }
        if (sink == null || length == 0) {
            return;
        }
        if (unpacked.hasArray()) {
            sink.write(unpacked.array(), unpacked.arrayOffset() + unpacked.readerIndex(), length);
        } else {
            byte[] copy = new byte[length];
            unpacked.getBytes(unpacked.readerIndex(), copy);
            sink.write(copy, 0, length);
        }
    }

    private static void refuseAnnounced(@Nullable String contentLength, long limit) throws ConnectorFault {
        if (contentLength == null) {
            return;
        }
        try {
            if (Long.parseLong(contentLength.strip()) > limit) {
                throw Faults.oversized(limit);
            }
        } catch (NumberFormatException e) {
            throw Faults.badAnswer("对方应答的长度无法读取。", "The answer's length cannot be read.");
        }
    }

    private static final class PlainBody extends AnswerBody {

        PlainBody(@Nullable AnswerSink sink, long limit) {
            super(sink, limit);
        }

        @Override
        void take(ByteBuf bytes) throws ConnectorFault {
            deliver(bytes);
        }

        @Override
        void end() {}

        @Override
        void close() {}
    }
}
