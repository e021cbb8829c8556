package cn.laohekou.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.embedded.HomeLock;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {

    @Test
    void sandboxAndProductionNeverShareADefaultHome() {
        assertThat(Home.sandbox(Map.of())).isNotEqualTo(Home.hub(Map.of()));
        assertThat(Home.sandbox(Map.of()).toString()).endsWith(".laohekou-hub/sandbox");
        assertThat(Home.hub(Map.of()).toString()).endsWith(".laohekou-hub/hub");
    }

    @Test
    void hubHomeChooses() {
        assertThat(Home.sandbox(Map.of("HUB_HOME", "/srv/box"))).isEqualTo(Path.of("/srv/box"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "65536", "80 80"})
    void aPortThatIsNoneIsRefusedByName(String value) {
        assertThatThrownBy(() -> Home.port(Map.of("HUB_HTTP_PORT", value), "HUB_HTTP_PORT", 8080))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("HUB_HTTP_PORT");
    }

    @Test
    void portsHaveDefaultsAndZeroIsKept() throws CommandFailed {
        assertThat(Home.port(Map.of(), "HUB_HTTP_PORT", 8080)).isEqualTo(8080);
        assertThat(Home.port(Map.of("HUB_HTTP_PORT", "0"), "HUB_HTTP_PORT", 8080))
                .isZero();
    }

    @Test
    void onlyTheHolderOfTheLockCountsAsTheLauncher(@TempDir Path home) throws Exception {
        assertThat(Launcher.find(home)).isEmpty();
        HomeLock lock = HomeLock.take(home, Home.LOCK);
        Launcher.writePid(home);

        assertThat(Launcher.find(home)).contains(ProcessHandle.current());

        lock.close();
        assertThat(Launcher.find(home)).isEmpty();
    }
}
