package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub reconcile}: compares what a grant releases with what its target has. */
@Command(
        name = "reconcile",
        description = {
            "对账：比较授权放行的行与目标表中的行；不一致时退出码为 1。",
            "Compares the rows a grant releases with those its target has; exit code 1 when they differ."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class ReconcileCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private Client client;

    @Option(names = "--resupply", description = "补送丢失或被改的行 supply rows again that were lost or altered")
    private boolean resupply;

    @Parameters(paramLabel = "GRANT")
    private String grant;

    @Override
    public Integer call() throws CommandFailed, CannotStart {
        HubApi api = client.api();
        PrintWriter out = spec.commandLine().getOut();
        JsonNode job = HubApi.require(
                grant,
                api.post(
                        "/api/v1/reconciliations",
                        JSON.createObjectNode().put("grant", grant).put("resupply", resupply)));
        out.println(JobCommand.line(job));
        if (JobCommand.follow(api, out, job) != 0) {
            return 1;
        }
        JsonNode report = HubApi.require(
                        "job",
                        api.get(JobCommand.PATH + "/"
                                + Lists.segment(job.path("id").asText())))
                .path("report");
        out.println(report.toPrettyString());
        return report.path("result").asText().equals("different") ? 1 : 0;
    }
}
