package cn.laohekou.hub.runtime.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** A file behind a connector as a stream; digests what goes by. For one thread. */
final class ChunkInput extends InputStream {

    private final ChunkReader chunks;
    private final Buffers buffers;
    private final Digest digest = new Digest();
    private ChunkReader.@Nullable Chunk chunk;
    private int at;
    private long position;

    ChunkInput(ChunkReader chunks, Buffers buffers) {
        this.chunks = chunks;
        this.buffers = buffers;
    }

    /** A transfer that ended while a stream was read. */
    static final class Ended extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient TransferEnd end;

        Ended(TransferEnd end) {
            super(end);
            this.end = end;
        }

        TransferEnd end() {
            return end;
        }
    }

    /** SM3 of what was read. */
    byte[] digest() {
        return digest.soFar();
    }

    /** Bytes read. */
    long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ChunkReader.Chunk now = current();
        if (now == null) {
            return -1;
        }
        int taken = Math.min(length, now.length() - at);
        System.arraycopy(now.bytes(), at, bytes, offset, taken);
        at += taken;
        position += taken;
        return taken;
    }

    private ChunkReader.@Nullable Chunk current() throws IOException {
        ChunkReader.Chunk now = chunk;
        if (now != null && at < now.length()) {
            return now;
        }
        if (now != null) {
            buffers.giveBack(now.bytes());
        }
        try {
            now = chunks.next();
        } catch (TransferEnd e) {
            throw new Ended(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the hub is stopping");
        }
        chunk = now;
        at = 0;
        if (now != null) {
            digest.update(now.bytes(), 0, now.length());
        }
        return now;
    }
}
