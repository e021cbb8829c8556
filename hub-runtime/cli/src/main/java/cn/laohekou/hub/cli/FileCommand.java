package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub file}. */
@Command(
        name = "file",
        description = "文件传输 file transfers",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class FileCommand {

    private static final String PATH = "/api/v1/file-transfers";
    private static final int PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            description = {"列出文件传输及其进度，最新的在前。", "Lists transfers with their progress, the newest first."},
            mixinStandardHelpOptions = true)
    int list(@Mixin Client client) throws CommandFailed, CannotStart {
        for (JsonNode transfer : Lists.all(client.api(), PATH)) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s  %-11s %4s  %s -> %s  %s%n",
                            transfer.path("id").asText(),
                            transfer.path("state").asText(),
                            percent(transfer),
                            transfer.path("resource").asText(),
                            transfer.path("target").asText(),
                            transfer.at("/reason/zh").asText());
        }
        return 0;
    }

    @Command(
            name = "show",
            description = {"查看一次传输。", "Shows one transfer."},
            mixinStandardHelpOptions = true)
    int show(@Mixin Client client, @Parameters(paramLabel = "ID") String id) throws CommandFailed, CannotStart {
        JsonNode transfer = HubApi.require(id, client.api().get(PATH + "/" + Lists.segment(id)));
        spec.commandLine().getOut().println(transfer.toPrettyString());
        return 0;
    }

    @Command(
            name = "retry",
            description = {"从头重试已隔离、停止或取消的传输。", "Begins a quarantined, stopped or cancelled transfer again."},
            mixinStandardHelpOptions = true)
    int retry(@Mixin Client client, @Parameters(paramLabel = "ID") String id) throws CommandFailed, CannotStart {
        HubApi.require(id, client.api().post(PATH + "/" + Lists.segment(id) + "/retry", null));
        spec.commandLine().getOut().println("已重新排队 queued again: " + id);
        return 0;
    }

    @Command(
            name = "cancel",
            description = {"取消传输；不会发布任何内容。", "Cancels a transfer; nothing of it is published."},
            mixinStandardHelpOptions = true)
    int cancel(@Mixin Client client, @Parameters(paramLabel = "ID") String id) throws CommandFailed, CannotStart {
        HubApi.require(id, client.api().post(PATH + "/" + Lists.segment(id) + "/cancel", null));
        spec.commandLine().getOut().println("将取消 will be cancelled: " + id);
        return 0;
    }

    private static String percent(JsonNode transfer) {
        long bytes = transfer.path("bytes").asLong();
        return bytes == 0 ? "" : PERCENT * transfer.path("copied").asLong() / bytes + "%";
    }
}
