package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A compressed body, unpacked in small steps: deflate grows at most 1032-fold (RFC 1951), so no step inflates to more
 * than half a megabyte before the limit is looked at, however hostile the answer.
 */
final class PackedBody extends AnswerBody {

    private static final int STEP_BYTES = 512;

    private final JdkZlibDecoder decoder;
    private final EmbeddedChannel unpacking;
    private boolean begun;

    PackedBody(@Nullable AnswerSink sink, long limit, ZlibWrapper wrapper) {
        super(sink, limit);
        decoder = new JdkZlibDecoder(wrapper, 0);
        unpacking = new EmbeddedChannel(decoder);
    }

    @Override
    void take(ByteBuf bytes) throws ConnectorFault {
        while (bytes.isReadable()) {
            begun = true;
            ByteBuf step = bytes.readRetainedSlice(Math.min(STEP_BYTES, bytes.readableBytes()));
            try {
                unpacking.writeInbound(step);
            } catch (DecompressionException e) {
                throw broken();
            }
            deliverUnpacked();
        }
    }

    @Override
    void end() throws ConnectorFault {
        // No byte at all is what HEAD and 204 look like; half a body is not.
        if (begun && !decoder.isClosed()) {
            throw broken();
        }
    }

    @Override
    void close() {
        try {
            unpacking.finishAndReleaseAll();
        } catch (DecompressionException e) {
            // The end of a body that was given up half-way; the exchange has its fault already.
        }
    }

    private void deliverUnpacked() throws ConnectorFault {
        ByteBuf unpacked = unpacking.readInbound();
        while (unpacked != null) {
            try {
                deliver(unpacked);
            } finally {
                unpacked.release();
            }
            unpacked = unpacking.readInbound();
        }
    }

    private static ConnectorFault broken() {
        return Faults.badAnswer("对方的压缩应答已损坏或不完整。", "The compressed answer is broken or incomplete.");
    }
}
