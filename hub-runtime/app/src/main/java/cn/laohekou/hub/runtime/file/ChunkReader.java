package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads a range of a file chunk by chunk; the next one is on its way while the present one is in hand. For one thread. */
final class ChunkReader {

    private final Pieces pieces;
    private final String connector;
    private final String path;
    private final Buffers buffers;
    private final long to;
    private long next;
    private @Nullable Filling filling;
    private @Nullable CompletableFuture<Void> started;

    /** A part of the file: the first {@code length} bytes of an array that belongs to whoever got it. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Chunk(byte[] bytes, int length) {}

    ChunkReader(Pieces pieces, String connector, String path, Buffers buffers, long from, long to) {
        this.pieces = pieces;
        this.connector = connector;
        this.path = path;
        this.buffers = buffers;
        this.next = from;
        this.to = to;
    }

    /** The next chunk; null at the end of the range. */
    @Nullable
    Chunk next() throws TransferEnd, InterruptedException {
        if (started == null) {
            begin();
        }
        CompletableFuture<Void> reading = started;
        if (reading == null) {
            return null;
        }
        pieces.await(connector, reading, () -> refill().work());
        Filling full = filling;
        if (full == null || full.at != full.wanted) {
            throw TransferEnd.in(TransferState.STOPPED, "源文件在读取时变短了。", "The source became shorter while it was read.");
        }
        next += full.wanted;
        filling = null;
        started = null;
        begin();
        return new Chunk(full.buffer, full.wanted);
    }

    private void begin() {
        if (next < to) {
            started = pieces.start(connector, refill().work());
        }
    }

    private Filling refill() {
        Filling fresh = new Filling(buffers.take(), (int) Math.min(Buffers.CHUNK, to - next), next);
        filling = fresh;
        return fresh;
    }

    /** Takes the bytes of one chunk; a late writer of a piece that was given up has a buffer of its own. */
    private final class Filling {

        private final byte[] buffer;
        private final int wanted;
        private final long offset;
        private int at;

        Filling(byte[] buffer, int wanted, long offset) {
            this.buffer = buffer;
            this.wanted = wanted;
            this.offset = offset;
        }

        FileWork work() {
            return new FileWork.Read(path, offset, wanted, this::write);
        }

        private void write(byte[] bytes, int from, int length) throws ConnectorFault {
            if (length > wanted - at) {
                throw new ConnectorFault(FaultCode.COUNTERPART_BAD_ANSWER, "more bytes than were asked for");
            }
            System.arraycopy(bytes, from, buffer, at, length);
            at += length;
        }
    }
}
