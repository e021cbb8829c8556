package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.manifest.Applier;
import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestDiff;
import cn.laohekou.hub.embedded.CannotStart;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub apply}. */
@Command(
        name = "apply",
        description = {
            "把目录中的 YAML 清单写入枢纽：先显示差异；连接器、资源和授权止于“已提交”，须由他人审批。",
            "Applies a folder of YAML manifests: shows the differences first; connectors, resources and grants end at"
                    + " submitted and wait for somebody else's approval."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class ApplyCommand implements Callable<Integer> {

    @Mixin
    private Client client;

    @Mixin
    private ManifestOptions manifests;

    @Option(names = "--dry-run", description = "只显示差异并检查 show differences and check only")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailed, CannotStart {
        apply(client.api(), manifests.read(), dryRun, spec.commandLine().getOut());
        return 0;
    }

    static void apply(HubApi api, List<Manifest> manifests, boolean dryRun, PrintWriter out) throws CommandFailed {
        Applier applier = new Applier(api);
        for (Manifest manifest : manifests) {
            out.println(manifest.kind().word() + " " + manifest.name());
            ManifestDiff.lines(applier.current(manifest), manifest).forEach(line -> out.println("  " + line));
            if (dryRun) {
                applier.validate(manifest);
            } else {
                Applier.Outcome outcome = applier.apply(manifest);
                out.println("  " + outcome.action().words()
                        + (outcome.waiting() ? "；已提交，等待他人审批 submitted, waiting for somebody else's approval" : ""));
            }
        }
    }
}
