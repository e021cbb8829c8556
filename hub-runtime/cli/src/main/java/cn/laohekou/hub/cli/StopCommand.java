package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.process.CityProcess;
import cn.laohekou.hub.cli.process.HubProcess;
import cn.laohekou.hub.cli.process.KeycloakServer;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.LeftOver;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub stop}. */
@Command(
        name = "stop",
        description = {"停止 HUB_HOME 的枢纽（或沙箱）及其遗留进程。", "Stops the hub or sandbox of HUB_HOME and whatever it left over."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class StopCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CannotStart, IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path home = Home.any(System.getenv());
        Optional<ProcessHandle> launcher = Launcher.find(home);
        launcher.ifPresent(process -> LeftOver.stop(process, LIMIT));
        boolean any = launcher.isPresent();
        any |= HubProcess.stopLeftOver(home);
        any |= CityProcess.stopLeftOver(home);
        any |= KeycloakServer.stopLeftOver(home);
        out.println(any ? "已停止 stopped: " + home : "没有正在运行的枢纽 no hub runs: " + home);
        return 0;
    }
}
