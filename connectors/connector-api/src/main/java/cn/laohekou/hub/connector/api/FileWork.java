package cn.laohekou.hub.connector.api;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * One bounded piece of work on the files of a counterpart, handed over in {@link ExchangeKeys#FILE_WORK}. A transfer is
 * many of them: each enters the connector's route on its own, so that bounds, time-out, breaker and a pause hold for
 * every chunk, and each may be repeated after a failure.
 *
 * <p>Paths are names joined by {@code /} below the connector's own folder, see {@link FilePath}. No work follows a
 * symbolic link.
 */
public sealed interface FileWork {

    /**
     * Tells the regular files of a folder, in no particular order, while they are read.
     *
     * @param folder path of the folder, empty for the connector's own
     * @param into told each file; may end the listing
     */
    record Listing(String folder, FileEntries into) implements FileWork {}

    /**
     * Tells one file, or nothing when there is none.
     *
     * @param path path of the file
     * @param into told at most one
     */
    record Lookup(String path, FileEntries into) implements FileWork {}

    /**
     * Reads a part of a file.
     *
     * @param path path of the file
     * @param offset first byte
     * @param length most bytes; fewer only at the file's end
     * @param into takes the bytes
     */
    record Read(String path, long offset, int length, AnswerSink into) implements FileWork {}

    /**
     * Writes a part of a file; at offset 0 the file is created when missing.
     *
     * @param path path of the file
     * @param offset first byte; at most the file's length
     * @param bytes holds the bytes from its start; must not change until the work has ended
     * @param length how many
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or printed
    record Write(String path, long offset, byte[] bytes, int length) implements FileWork {

        public Write {
            Objects.checkFromIndexSize(0, length, bytes.length);
        }

        /** Without the content. */
        @Override
        public String toString() {
            return "Write[" + length + " bytes]";
        }
    }

    /**
     * Gives a complete file another name in its folder at once; a file of that name is replaced. As far as the
     * counterpart can, the bytes are on its disk before the name is.
     *
     * @param from present path
     * @param to new path, in the same folder
     * @param inForce asked last of all, right before the name is given: false when what is published may no longer be
     */
    record Publish(String from, String to, BooleanSupplier inForce) implements FileWork {}

    /**
     * Removes a file; one that is not there is no failure.
     *
     * @param path path of the file
     */
    record Remove(String path) implements FileWork {}
}
