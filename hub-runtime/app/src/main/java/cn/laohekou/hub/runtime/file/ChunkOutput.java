package cn.laohekou.hub.runtime.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;

/** A file behind a connector to be written as a stream; digests what goes by. For one thread. */
final class ChunkOutput extends OutputStream {

    private final ChunkWriter chunks;
    private final Buffers buffers;
    private final Digest digest = new Digest();
    private byte[] buffer;
    private int at;
    private long position;

    ChunkOutput(ChunkWriter chunks, Buffers buffers) {
        this.chunks = chunks;
        this.buffers = buffers;
        this.buffer = buffers.take();
    }

    /** SM3 of what was written. */
    byte[] digest() {
        return digest.soFar();
    }

    /** Bytes written. */
    long position() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, buffer.length - at);
            System.arraycopy(bytes, offset + length - left, buffer, at, taken);
            at += taken;
            left -= taken;
            if (at == buffer.length) {
                handOver();
            }
        }
        position += length;
    }

    /** Hands over the rest and waits until the target has taken everything. */
    void finish() throws IOException {
        if (at > 0 || position == 0) {
            handOver();
        }
        settle(chunks::drain);
    }

    private void handOver() throws IOException {
        byte[] full = buffer;
        int length = at;
        digest.update(full, 0, length);
        settle(() -> chunks.write(full, length));
        buffer = buffers.take();
        at = 0;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws TransferEnd, InterruptedException;
    }

    private static void settle(Step step) throws IOException {
        try {
            step.run();
        } catch (TransferEnd e) {
            throw new ChunkInput.Ended(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the hub is stopping");
        }
    }
}
