package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub job}: long work and its progress. */
@Command(
        name = "job",
        description = "作业：库表等批量交换 jobs: tables and other long work",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class JobCommand {

    static final String PATH = "/api/v1/jobs";

    private static final long LOOK_AGAIN_MILLIS = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            description = {"列出作业，最新的在前。", "Lists jobs, the newest first."},
            mixinStandardHelpOptions = true)
    int list(@Mixin Client client) throws CommandFailed, CannotStart {
        for (JsonNode job : HubApi.require("jobs", client.api().get(PATH)).path("items")) {
            spec.commandLine().getOut().println(line(job));
        }
        return 0;
    }

    @Command(
            name = "show",
            description = {"查看作业；--follow 跟随进度直到结束。", "Shows a job; --follow shows its progress until it ends."},
            mixinStandardHelpOptions = true)
    int show(
            @Mixin Client client,
            @Option(names = "--follow", description = "跟随 follow") boolean follow,
            @Parameters(paramLabel = "ID") String id)
            throws CommandFailed, CannotStart {
        HubApi api = client.api();
        JsonNode job = HubApi.require(id, api.get(PATH + "/" + Lists.segment(id)));
        return follow ? follow(api, spec.commandLine().getOut(), job) : shown(job);
    }

    private int shown(JsonNode job) {
        spec.commandLine().getOut().println(job.toPrettyString());
        return 0;
    }

    @Command(
            name = "start",
            description = {"启动一个库表授权的作业。", "Starts a pass under a grant on rows."},
            mixinStandardHelpOptions = true)
    int start(
            @Mixin Client client,
            @Option(names = "--accept-schema", description = "确认两边现在的表结构 take the present columns as right")
                    boolean accept,
            @Option(names = "--follow", description = "跟随进度直到结束 follow until it ends") boolean follow,
            @Parameters(paramLabel = "GRANT") String grant)
            throws CommandFailed, CannotStart {
        HubApi api = client.api();
        JsonNode job = HubApi.require(
                grant,
                api.post(PATH, JSON.createObjectNode().put("grant", grant).put("acceptSchema", accept)));
        PrintWriter out = spec.commandLine().getOut();
        out.println(line(job));
        return follow ? follow(api, out, job) : 0;
    }

    @Command(
            name = "cancel",
            description = {"取消作业；当前块提交后结束。", "Cancels a job; it ends after the chunk under way."},
            mixinStandardHelpOptions = true)
    int cancel(@Mixin Client client, @Parameters(paramLabel = "ID") String id) throws CommandFailed, CannotStart {
        spec.commandLine()
                .getOut()
                .println(line(HubApi.require(id, client.api().post(PATH + "/" + Lists.segment(id) + "/cancel", null))));
        return 0;
    }

    /** Prints progress until the job ends; the exit code tells how. */
    static int follow(HubApi api, PrintWriter out, JsonNode begun) throws CommandFailed {
        JsonNode job = begun;
        String path = PATH + "/" + Lists.segment(begun.path("id").asText());
        while (!job.has("finishedAt")) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailed("已中断 interrupted", e);
            }
            job = HubApi.require("job", api.get(path));
            out.println(line(job));
            out.flush();
        }
        return job.path("state").asText().equals("done") ? 0 : 1;
    }

    /** A job in one line. */
    static String line(JsonNode job) {
        JsonNode counts = job.path("counts");
        JsonNode progress = job.path("progress");
        StringBuilder line = new StringBuilder(String.format(
                "%s  %-9s %-14s %-24s 交付 delivered %d  隔离 quarantined %d  未放行 rejected %d",
                job.path("id").asText(),
                job.path("state").asText(),
                job.path("kind").asText(),
                job.path("stream").asText(),
                counts.path("delivered").asLong(),
                counts.path("quarantined").asLong(),
                counts.path("rejected").asLong()));
        if (progress.has("total")) {
            line.append(String.format(
                    "  %d/%d",
                    progress.path("done").asLong(), progress.path("total").asLong()));
        }
        if (progress.has("unitsPerSecond")) {
            line.append(String.format("  %d/s", progress.path("unitsPerSecond").asLong()));
        }
        if (progress.has("secondsLeft")) {
            line.append(String.format(
                    "  约剩 about %d s left", progress.path("secondsLeft").asLong()));
        }
        if (job.has("reason")) {
            line.append("  ")
                    .append(job.path("reason").path("zh").asText())
                    .append(' ')
                    .append(job.path("reason").path("en").asText());
        }
        return line.toString();
    }
}
