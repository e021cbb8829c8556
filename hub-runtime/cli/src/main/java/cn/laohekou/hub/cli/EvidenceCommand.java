package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.security.evidence.ChainReport;
import cn.laohekou.hub.security.evidence.ChainSource;
import cn.laohekou.hub.security.evidence.ChainVerifier;
import cn.laohekou.hub.security.evidence.Checkpoint;
import cn.laohekou.hub.security.evidence.CheckpointFile;
import cn.laohekou.hub.security.evidence.EvidenceBundle;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub evidence}. */
@Command(
        name = "evidence",
        description = "存证 evidence",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class EvidenceCommand {

    @Spec
    private CommandSpec spec;

    @Command(
            name = "verify",
            description = {
                "验证存证链：数据库（HUB_HOME 或 HUB_DB_URL）或导出的存证包。",
                "Verifies the chains of the database (HUB_HOME or HUB_DB_URL) or of an exported bundle."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Option(names = "--bundle", paramLabel = "FILE", description = "导出的存证包 an exported bundle") @Nullable
                    Path bundle,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "库外保存的检查点文件；没有它不能证明链尾未被截短 checkpoints kept outside; without them a cut tail"
                                    + " is not found")
                    @Nullable
                    Path checkpoint)
            throws CommandFailed, CannotStart {
        try {
            List<Checkpoint> checkpoints = checkpoint == null ? List.of() : checkpoints(checkpoint);
            if (bundle != null) {
                return report(ChainVerifier.verify(EvidenceBundle.open(bundle), checkpoints));
            }
            try (LedgerDatabase database = LedgerDatabase.open(Home.any(System.getenv()), System.getenv())) {
                ChainSource source = new JdbcChainSource(database.dataSource());
                return report(ChainVerifier.verify(source, checkpoints));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        }
    }

    @Command(
            name = "export",
            description = {"经管理接口导出存证包；须为审计管理员。", "Exports a bundle through the API; for the audit administrator."},
            mixinStandardHelpOptions = true)
    int export(@Mixin Client client, @Parameters(paramLabel = "FILE", description = "写入的文件 file to write") Path file)
            throws CommandFailed, CannotStart {
        byte[] bundle = client.api().download("/api/v1/evidence/bundles");
        try {
            Files.write(file, bundle);
        } catch (IOException e) {
            throw new CommandFailed("无法写入 " + file + "。 The file cannot be written.", e);
        }
        spec.commandLine().getOut().println("已导出 exported: " + file);
        return 0;
    }

    private static List<Checkpoint> checkpoints(Path file) throws IOException, CommandFailed {
        if (!Files.exists(file)) {
            throw new CommandFailed("检查点文件 " + file + " 不存在。 There is no such checkpoint file.");
        }
        return new CheckpointFile(file).read();
    }

    private int report(ChainReport report) {
        PrintWriter out = spec.commandLine().getOut();
        for (ChainReport.Chain chain : report.chains()) {
            out.printf(
                    "节点 node %s: 批次 batches %d-%d, 记录 records %d, 链头 head %s%n",
                    chain.node(), chain.first(), chain.last(), chain.records(), chain.head());
        }
        report.findings().forEach(finding -> out.println("不符 finding: " + finding.sentence()));
        report.notProven().forEach(sentence -> out.println("未证明 not proven: " + sentence));
        out.println(report.intact() ? "存证链完整 the evidence is intact" : "存证链有问题 the evidence is NOT intact");
        return report.intact() ? 0 : ExitCodes.FAILED;
    }
}
