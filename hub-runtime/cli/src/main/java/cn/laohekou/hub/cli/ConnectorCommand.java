package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.manifest.Applier;
import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestDiff;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub connector}. */
@Command(
        name = "connector",
        description = "连接器 connectors",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class ConnectorCommand {

    private static final String PATH = "/api/v1/connectors";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "validate",
            description = {"让枢纽检查清单，不写入任何内容。", "Has the hub check manifests and stores nothing."},
            mixinStandardHelpOptions = true)
    int validate(@Mixin Client client, @Mixin ManifestOptions manifests) throws CommandFailed, CannotStart {
        Applier applier = new Applier(client.api());
        for (Manifest manifest : manifests.read()) {
            applier.validate(manifest);
            out().println(manifest.kind().word() + " " + manifest.name() + ": 无误 no fault");
        }
        return 0;
    }

    @Command(
            name = "diff",
            description = {"显示清单与枢纽现状的差异。", "Shows what manifests would change."},
            mixinStandardHelpOptions = true)
    int diff(@Mixin Client client, @Mixin ManifestOptions manifests) throws CommandFailed, CannotStart {
        Applier applier = new Applier(client.api());
        for (Manifest manifest : manifests.read()) {
            out().println(manifest.kind().word() + " " + manifest.name());
            ManifestDiff.lines(applier.current(manifest), manifest).forEach(line -> out().println("  " + line));
        }
        return 0;
    }

    @Command(
            name = "apply",
            description = {
                "写入清单并提交；须由他人审批。同 hub apply。",
                "Applies manifests and submits them for somebody else's approval; the same as hub apply."
            },
            mixinStandardHelpOptions = true)
    int apply(@Mixin Client client, @Mixin ManifestOptions manifests) throws CommandFailed, CannotStart {
        ApplyCommand.apply(client.api(), manifests.read(), false, out());
        return 0;
    }

    @Command(
            name = "list",
            description = {"列出看得到的连接器。", "Lists the connectors the caller may see."},
            mixinStandardHelpOptions = true)
    int list(@Mixin Client client) throws CommandFailed, CannotStart {
        for (JsonNode connector : Lists.all(client.api(), PATH)) {
            out().printf(
                            "%-40s %-10s %s%n",
                            connector.path("name").asText(),
                            connector.path("state").asText(),
                            connector.path("department").asText());
        }
        return 0;
    }

    @Command(
            name = "status",
            description = {"连接器在每个节点上的状态。", "A connector's status on every node."},
            mixinStandardHelpOptions = true)
    int status(@Mixin Client client, @Parameters(paramLabel = "NAME") String name) throws CommandFailed, CannotStart {
        JsonNode status = HubApi.require(name, client.api().get(PATH + "/" + Lists.segment(name) + "/status"));
        out().println(status.toPrettyString());
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
