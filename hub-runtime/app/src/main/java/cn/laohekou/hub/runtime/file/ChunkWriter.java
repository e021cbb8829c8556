package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.FileWork;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes a file chunk by chunk; one is on its way while the next is prepared. For one thread. */
final class ChunkWriter {

    private final Pieces pieces;
    private final String connector;
    private final String path;
    private final Buffers buffers;
    private long written;
    private FileWork.@Nullable Write work;
    private @Nullable CompletableFuture<Void> started;

    ChunkWriter(Pieces pieces, String connector, String path, Buffers buffers, long from) {
        this.pieces = pieces;
        this.connector = connector;
        this.path = path;
        this.buffers = buffers;
        this.written = from;
    }

    /** Bytes the target has taken. */
    long written() {
        return written;
    }

    /**
     * Starts to write a chunk once the one before has been taken.
     *
     * @param bytes belongs to this writer from now on
     */
    void write(byte[] bytes, int length) throws TransferEnd, InterruptedException {
        drain();
        FileWork.Write next = new FileWork.Write(path, written, bytes, length);
        work = next;
        started = pieces.start(connector, next);
    }

    /** Waits until everything has been taken. An empty file is made by writing nothing once. */
    void drain() throws TransferEnd, InterruptedException {
        CompletableFuture<Void> writing = started;
        FileWork.Write now = work;
        if (writing == null || now == null) {
            return;
        }
        pieces.await(connector, writing, () -> now);
        written += now.length();
        started = null;
        work = null;
        buffers.giveBack(now.bytes());
    }
}
