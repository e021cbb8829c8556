package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.problem.Text;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way to one consumer, as it is on record.
 *
 * @param id id, ordered by time
 * @param resource resource it belongs to
 * @param grant grant it is delivered under
 * @param provider department it comes from
 * @param consumer department it goes to
 * @param source the file at the provider
 * @param target where it goes
 * @param state where it stands
 * @param reason why it waits or ended; null otherwise
 * @param copied what is at the target under the temporary name
 * @param released what is, or is about to be, published; null before the copy is complete
 * @param badRecords records set aside
 * @param attempts how often it was begun
 * @param fence number of the lease, higher than every one before
 * @param created when it was found
 * @param started when a node first took it; null before
 * @param finished when it ended; null before
 */
public record Transfer(
        UUID id,
        String resource,
        String grant,
        String provider,
        String consumer,
        Source source,
        Target target,
        TransferState state,
        @Nullable Text reason,
        Copied copied,
        @Nullable Released released,
        long badRecords,
        int attempts,
        long fence,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant finished) {

    /**
     * The file as it was found.
     *
     * @param connector connector it lies behind
     * @param path path below the connector's folder
     * @param size bytes
     * @param modified time of its last change, milliseconds since 1970
     */
    public record Source(String connector, String path, long size, long modified) {

        /** Its name without folders. */
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /**
     * Where a file goes.
     *
     * @param connector connector of the consumer's department
     * @param folder folder below the connector's own
     * @param name name it gets
     */
    public record Target(String connector, String folder, String name) {

        /** A path in the folder. */
        String path(String file) {
            return folder.isEmpty() ? file : folder + "/" + file;
        }
    }

    /**
     * What is at the target.
     *
     * @param part number in the temporary name; a new one begins from nothing
     * @param position bytes
     * @param prefix SM3 of these bytes; null while there are none
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared as a record
    public record Copied(int part, long position, byte @Nullable [] prefix) {

        /** Nothing, under another name than before. */
        Copied anew() {
            return new Copied(part + 1, 0, null);
        }
    }

    /**
     * What is published.
     *
     * @param digest SM3 of the bytes
     * @param bytes how many
     * @param records how many records; -1 when the file is not read as records
     * @param exchange exchange whose intent says so
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared as a record
    public record Released(byte[] digest, long bytes, long records, UUID exchange) {}

    /** Name under which the file is written until it is complete; begins with a dot so that readers leave it alone. */
    String temporary() {
        return target.path(".hub-" + id + "-" + copied.part() + ".part");
    }

    /** The same with other bytes at the target. */
    Transfer with(Copied now) {
        return new Transfer(
                id,
                resource,
                grant,
                provider,
                consumer,
                source,
                target,
                state,
                reason,
                now,
                released,
                badRecords,
                attempts,
                fence,
                created,
                started,
                finished);
    }

    /** The same under another name. */
    Transfer named(String name) {
        return new Transfer(
                id,
                resource,
                grant,
                provider,
                consumer,
                source,
                new Target(target.connector(), target.folder(), name),
                state,
                reason,
                copied,
                released,
                badRecords,
                attempts,
                fence,
                created,
                started,
                finished);
    }
}
