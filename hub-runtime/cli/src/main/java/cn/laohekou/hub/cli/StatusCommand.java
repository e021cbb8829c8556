package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.process.HubProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub status}. */
@Command(
        name = "status",
        description = {"HUB_HOME 的枢纽是否在运行、各部分是否正常。", "Whether the hub of HUB_HOME runs and which of its parts do."},
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailed {
        PrintWriter out = spec.commandLine().getOut();
        Path home = Home.any(System.getenv());
        Optional<HubProcess.Addresses> found = HubProcess.find(home);
        if (found.isEmpty()) {
            out.println("没有正在运行的枢纽 no hub runs: " + home);
            return ExitCodes.FAILED;
        }
        HubProcess.Addresses addresses = found.get();
        // Health is open on the management address; it needs no token.
        JsonNode health =
                new HubApi(addresses.management(), "none").get("/health").body();
        out.println("枢纽 hub         " + addresses.hub());
        out.println("management       " + addresses.management());
        out.println("状态 status      " + health.path("status").asText("UNKNOWN"));
        for (JsonNode check : health.path("checks")) {
            out.printf(
                    "  %-6s %s %s%n",
                    check.path("status").asText(), check.path("name").asText(), data(check));
        }
        return "UP".equals(health.path("status").asText()) ? 0 : ExitCodes.FAILED;
    }

    private static String data(JsonNode check) {
        return check.path("data").isMissingNode() ? "" : check.path("data").toString();
    }
}
