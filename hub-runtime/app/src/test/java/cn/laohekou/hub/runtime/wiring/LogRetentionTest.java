package cn.laohekou.hub.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogRetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void sixMonthsOfLogsAreKeptAndTheFileBeingWrittenAlways() throws IOException {
        Path current = written("hub.log", 400);
        Path half = written("hub.log.2026-05-21.gz", 184);
        Path old = written("hub.log.2026-01-01.gz", 300);
        Path other = written("postgres.log", 400);

        assertThat(LogRetention.clean(folder, NOW)).isEqualTo(1);

        assertThat(old).doesNotExist();
        assertThat(current).exists();
        assertThat(half).exists();
        assertThat(other).exists();
        assertThat(LogRetention.KEPT).isGreaterThanOrEqualTo(Duration.ofDays(184));
    }

    private Path written(String name, int daysAgo) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "x");
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(daysAgo))));
    }
}
