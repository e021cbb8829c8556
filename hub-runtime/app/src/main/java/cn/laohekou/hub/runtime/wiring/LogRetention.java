package cn.laohekou.hub.runtime.wiring;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes rotated operation logs when the law no longer asks for them: six months (Cybersecurity Law; GB/T 22239-2019,
 * audit), and a good half more.
 */
final class LogRetention {

    /** Never less than 184 days, the longest six months. */
    static final Duration KEPT = Duration.ofDays(270);

    private LogRetention() {}

    /**
     * Deletes what was last written before the time that is kept. The file being written is never touched.
     *
     * @param folder folder of the logs
     * @param now the time
     * @return files deleted
     */
    static int clean(Path folder, Instant now) throws IOException {
        int deleted = 0;
        if (!Files.isDirectory(folder)) {
            return deleted;
        }
        try (DirectoryStream<Path> rotated = Files.newDirectoryStream(folder, "hub.log.*")) {
            for (Path file : rotated) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                if (written.isBefore(now.minus(KEPT)) && Files.deleteIfExists(file)) {
                    deleted++;
                }
            }
        }
        return deleted;
    }
}
