package cn.laohekou.hub.runtime.retention;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes rotated operation logs when the law no longer asks for them. Quarkus rotates and packs them, but its rotation
 * knows no age.
 */
public final class LogFiles {

    /** The longest six months (Cybersecurity Law, art. 21; GB/T 22239-2019, audit). */
    public static final int LEAST_DAYS = 184;

    /** Kept when nothing else is set: a good half more. */
    public static final int DAYS = 270;

    private LogFiles() {}

    /**
     * Deletes what was last written before the time that is kept. The file being written is never touched.
     *
     * @param folder folder of the logs
     * @param days days they are kept
     * @param now the time
     * @return files deleted
     * @throws IllegalArgumentException when fewer days are asked for than the law allows; then none is deleted
     */
    public static int clean(Path folder, int days, Instant now) throws IOException {
        if (days < LEAST_DAYS) {
            throw new IllegalArgumentException("Logs are kept for 184 days at least");
        }
        int deleted = 0;
        if (!Files.isDirectory(folder)) {
            return deleted;
        }
        try (DirectoryStream<Path> rotated = Files.newDirectoryStream(folder, "hub.log.*")) {
            for (Path file : rotated) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                if (written.isBefore(now.minus(Duration.ofDays(days))) && Files.deleteIfExists(file)) {
                    deleted++;
                }
            }
        }
        return deleted;
    }
}
