package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One body on its way through the hub: in memory while small and while the {@link MemoryBudget} allows, otherwise in an
 * encrypted file. Written once, then read any number of times, then closed.
 *
 * <p>Not thread-safe: one exchange uses it from one thread at a time.
 */
final class Spool implements AutoCloseable {

    private static final int FIRST_BYTES = 4 * 1024;

    private final SpoolFiles files;
    private final MemoryBudget budget;
    private final int memoryLimit;
    private byte[] memory = new byte[0];
    private int inMemory;
    private long size;
    private @Nullable SpoolFile file;

    /**
     * @param files where large bodies go
     * @param budget shared bound of bytes in memory
     * @param memoryLimit bytes this body may hold in memory
     */
    Spool(SpoolFiles files, MemoryBudget budget, int memoryLimit) {
        this.files = files;
        this.budget = budget;
        this.memoryLimit = memoryLimit;
    }

    /** Number of bytes written. */
    long size() {
        return size;
    }

    /** Whether the body is in memory, so that {@link #array()} may be used. */
    boolean inMemory() {
        return file == null;
    }

    /** The backing array, valid from 0 to {@link #size()}, while {@link #inMemory()}; not a copy. */
    byte[] array() {
        return memory;
    }

    /**
     * A sink for a connector.
     *
     * @param limit largest body in bytes
     */
    AnswerSink sink(long limit) {
        return (bytes, offset, length) -> {
            if (size + length > limit) {
                throw new ConnectorFault(
                        FaultCode.COUNTERPART_OVERSIZED, "the answer is larger than " + limit + " bytes");
            }
            try {
                write(bytes, offset, length);
            } catch (IOException e) {
                throw new ConnectorFault(
                        FaultCode.COUNTERPART_BAD_ANSWER, "the hub's spool cannot be written: " + e.getMessage());
            }
        };
    }

    /** A stream that writes into this spool without a limit of its own. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                Spool.this.write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                Spool.this.write(bytes, offset, length);
            }
        };
    }

    /** Reads the whole body from its start. */
    InputStream input() throws IOException {
        return file == null ? new ByteArrayInputStream(memory, 0, inMemory) : file.input();
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (file == null && !fits(length)) {
            spill();
        }
        if (file == null) {
            System.arraycopy(bytes, offset, memory, inMemory, length);
            inMemory += length;
        } else {
            file.write(bytes, offset, length);
        }
        size += length;
    }

    private boolean fits(int more) {
        int wanted = inMemory + more;
        if (wanted < 0 || wanted > memoryLimit) {
            return false;
        }
        if (wanted <= memory.length) {
            return true;
        }
        int grown = Math.min(memoryLimit, Math.max(FIRST_BYTES, Math.max(wanted, memory.length * 2)));
        if (!budget.tryTake(grown - memory.length)) {
            return false;
        }
        memory = Arrays.copyOf(memory, grown);
        return true;
    }

    private void spill() throws IOException {
        SpoolFile opened = files.open();
        file = opened;
        opened.write(memory, 0, inMemory);
        releaseMemory();
    }

    private void releaseMemory() {
        budget.give(memory.length);
        memory = new byte[0];
        inMemory = 0;
    }

    @Override
    public void close() {
        releaseMemory();
        if (file != null) {
            file.close();
        }
    }
}
