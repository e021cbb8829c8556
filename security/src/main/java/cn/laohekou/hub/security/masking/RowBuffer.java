package cn.laohekou.hub.security.masking;

import java.util.Arrays;

/**
 * Rows in PostgreSQL's text format for COPY, one after another, in one array that is used again for the next chunk: a
 * table of any length goes through the same memory. For one thread.
 *
 * <p>Cells are joined by tabs, rows end with a line feed, no value is {@code \N}, and a backslash escapes (PostgreSQL's
 * documentation of COPY, "Text Format").
 */
public final class RowBuffer {

    private static final int FIRST_BYTES = 64 * 1024;
    private static final int FIRST_ROWS = 1024;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] ends = new int[FIRST_ROWS];
    private int size;
    private int rows;

    /** An empty buffer. */
    public RowBuffer() {}

    /** Forgets all rows and keeps the memory. */
    public void clear() {
        size = 0;
        rows = 0;
    }

    /** The array; rows stand from 0 to {@link #size}. Valid until the next change. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of all finished and unfinished rows. */
    public int size() {
        return size;
    }

    /** Finished rows. */
    public int rows() {
        return rows;
    }

    /** Where a row begins. */
    public int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    /** Behind a row's line feed. */
    public int end(int row) {
        return ends[row];
    }

    /** A copy of one row with its line feed. */
    public byte[] row(int row) {
        return Arrays.copyOfRange(bytes, start(row), end(row));
    }

    /** Appends bytes to the present row. */
    public void write(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** Appends one byte to the present row. */
    public void write(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Ends the present row, whose line feed was written. */
    public void endRow() {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, rows * 2);
        }
        ends[rows++] = size;
    }

    /** Forgets what was written after a size. */
    void backTo(int formerSize) {
        size = formerSize;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
