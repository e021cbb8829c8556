package cn.laohekou.hub.security.masking;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reduces an answer of one format to exactly what was granted. Whatever it cannot reduce with certainty it refuses whole.
 * Immutable and safe for any thread.
 */
public sealed interface AnswerFilter permits JsonFilter, XmlFilter, CsvFilter {

    /**
     * Filters an answer held in a part of an array.
     *
     * @param answer holds the whole answer
     * @param offset where it starts
     * @param length its length in bytes
     * @param release takes what is met and released; what it took before a failure must be discarded
     * @return the filtered answer, a fresh array
     * @throws Unfilterable when nothing may be released
     * @throws IllegalStateException when the filter is {@link #keyed()} and the release has no keys
     */
    byte[] filter(byte[] answer, int offset, int length, Release release) throws Unfilterable;

    /**
     * Filters an answer from a stream to a stream. The caller must not release any of the output before this method has
     * returned. Closes neither stream.
     *
     * @param answer the whole answer
     * @param filtered takes the filtered answer
     * @param release takes what is met and released; what it took before a failure must be discarded
     * @throws Unfilterable when nothing may be released
     * @throws IOException when a stream itself fails
     * @throws IllegalStateException when the filter is {@link #keyed()} and the release has no keys
     */
    void filter(InputStream answer, OutputStream filtered, Release release) throws Unfilterable, IOException;

    /** Whether the release must bring the consumer's keys. */
    boolean keyed();
}
