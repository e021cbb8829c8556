package cn.laohekou.hub.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOverTest {

    private static final Duration GRACE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void aProcessOfOursIsStopped() throws IOException {
        Process child = sleeper("3600.0071");
        Path pidFile = pidFile(child.pid());

        assertThat(LeftOver.stop(pidFile, "3600.0071", GRACE)).isTrue();

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void aStrangerWhoGotTheSameProcessIdIsLeftAlone() throws IOException {
        Process stranger = sleeper("3600.0072");
        try {
            assertThat(LeftOver.stop(pidFile(stranger.pid()), "3600.0071", GRACE))
                    .isFalse();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aChildThatIgnoresTheRequestIsKilled() throws IOException {
        Process stubborn =
                new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done").start();
        assertThat(stubborn.inputReader().readLine()).isEqualTo("ready");

        LeftOver.stop(stubborn.toHandle(), Duration.ofMillis(50));

        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void noPidFileOrARubbishOneMeansNothingRuns() throws IOException {
        assertThat(LeftOver.stop(folder.resolve("absent"), "x", GRACE)).isFalse();
        Path rubbish = Files.writeString(folder.resolve("rubbish"), "-1 x\n");
        assertThat(LeftOver.stop(rubbish, "x", GRACE)).isFalse();
    }

    private static Process sleeper(String seconds) throws IOException {
        return new ProcessBuilder("sleep", seconds).start();
    }

    private Path pidFile(long pid) throws IOException {
        return Files.writeString(folder.resolve("pid"), pid + "\n");
    }
}
