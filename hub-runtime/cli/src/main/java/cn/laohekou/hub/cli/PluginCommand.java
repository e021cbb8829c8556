package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub plugin}. */
@Command(
        name = "plugin",
        description = "连接器类型 connector plugins",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class PluginCommand {

    private static final String PATH = "/api/v1/connector-plugins";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            description = {"列出连接器类型及其状态和问题。", "Lists plugins with state and findings."},
            mixinStandardHelpOptions = true)
    int list(@Mixin Client client) throws CommandFailed, CannotStart {
        PrintWriter out = spec.commandLine().getOut();
        for (JsonNode plugin : Lists.all(client.api(), PATH)) {
            out.printf(
                    "%-24s %-10s %s%n",
                    plugin.path("name").asText(),
                    plugin.path("state").asText(),
                    plugin.path("title").asText());
            for (JsonNode finding : plugin.path("findings")) {
                out.println("    " + (finding.isTextual() ? finding.asText() : finding.toString()));
            }
        }
        return 0;
    }

    @Command(
            name = "enable",
            description = {"启用已放入插件目录的连接器类型；须为安全管理员。", "Enables a dropped-in plugin; for the security administrator."},
            mixinStandardHelpOptions = true)
    int enable(@Mixin Client client, @Parameters(paramLabel = "PLUGIN") String plugin)
            throws CommandFailed, CannotStart {
        HubApi.require(plugin, client.api().post(PATH + "/" + Lists.segment(plugin) + "/enable", null));
        spec.commandLine().getOut().println("已启用 enabled: " + plugin);
        return 0;
    }
}
