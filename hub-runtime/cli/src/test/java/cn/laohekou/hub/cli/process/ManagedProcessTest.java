package cn.laohekou.hub.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.embedded.CannotStart;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {

    @TempDir
    Path home;

    @Test
    void aSecondStartStopsTheFirst() throws Exception {
        ManagedProcess first = start("child", "cat; true");
        ManagedProcess second = start("child", "cat; true");

        assertThat(first.isAlive()).isFalse();
        assertThat(second.isAlive()).isTrue();
        second.close();
        assertThat(second.isAlive()).isFalse();
        assertThat(home.resolve("run/child.pid")).doesNotExist();
    }

    @Test
    void aChildThatEndsBeforeItIsReadyIsReportedWithItsLastWords() throws Exception {
        ManagedProcess child = start("child", "echo '无法启动 cannot start: reason 42' >&2; exit 78");

        assertThatThrownBy(() -> Http.awaitReady(
                        child, URI.create("http://127.0.0.1:" + Http.port(0) + "/"), Duration.ofSeconds(30)))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("reason 42")
                .hasMessageContaining("child.log");
    }

    @Test
    void withoutARunFileNoHubIsFound() throws Exception {
        assertThat(HubProcess.find(home)).isEmpty();
        Files.createDirectories(home.resolve("run"));
        Files.writeString(
                home.resolve("run/hub.json"), "{\"pid\":" + Integer.MAX_VALUE + ",\"hub\":\"x\",\"management\":\"y\"}");
        assertThat(HubProcess.find(home)).isEmpty();
    }

    @Test
    void aRunFileOfALivingProcessSaysWhereTheHubListens() throws Exception {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(
                home.resolve("run/hub.json"),
                "{\"pid\":" + ProcessHandle.current().pid()
                        + ",\"hub\":\"http://127.0.0.1:1\",\"management\":\"http://127.0.0.1:2\"}");
        assertThat(HubProcess.find(home))
                .contains(new HubProcess.Addresses(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2")));
    }

    @Test
    void withoutABuiltKeycloakTheMessageSaysHowToBuild() {
        assertThatThrownBy(() -> KeycloakDistribution.in(home))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("mvnw");
    }

    @Test
    void progressLinesStartWithSeconds() throws Exception {
        Path file = home.resolve("progress");
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8)) {
            new Progress(out).say("就绪 ready");
        }
        assertThat(Files.readString(file)).matches("\\[ *\\d+\\.\\d s] 就绪 ready\\R");
    }

    /** The home in the command line is how a left-over is recognised. */
    private ManagedProcess start(String name, String script) throws CannotStart {
        return ManagedProcess.start(
                new ManagedProcess.Launch(name, home, List.of("sh", "-c", script, home.toString()), Map.of(), false));
    }
}
