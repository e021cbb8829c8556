package cn.laohekou.hub.runtime.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void sixMonthsOfLogsAreKeptAndTheFileBeingWrittenAlways() throws IOException {
        Path current = written("hub.log", 400);
        Path half = written("hub.log.2026-05-21.gz", 184);
        Path old = written("hub.log.2026-01-01.gz", 300);
        Path other = written("postgres.log", 400);

        assertThat(LogFiles.clean(folder, LogFiles.DAYS, NOW)).isEqualTo(1);

        assertThat(old).doesNotExist();
        assertThat(current).exists();
        assertThat(half).exists();
        assertThat(other).exists();
    }

    @Test
    void fewerThanSixMonthsAreRefusedAndNothingIsDeleted() throws IOException {
        Path old = written("hub.log.2026-01-01.gz", 300);

        assertThatThrownBy(() -> LogFiles.clean(folder, 183, NOW)).isInstanceOf(IllegalArgumentException.class);

        assertThat(old).exists();
    }

    @Test
    void moreCanBeAskedFor() throws IOException {
        Path old = written("hub.log.2026-01-01.gz", 300);

        assertThat(LogFiles.clean(folder, 365, NOW)).isZero();
        assertThat(old).exists();
    }

    private Path written(String name, int daysAgo) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "x");
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(daysAgo))));
    }
}
