package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.security.evidence.Blob;
import cn.laohekou.hub.security.evidence.ChainReport;
import cn.laohekou.hub.security.evidence.ChainSource;
import cn.laohekou.hub.security.evidence.ChainVerifier;
import cn.laohekou.hub.security.evidence.Checkpoint;
import cn.laohekou.hub.security.evidence.CheckpointFile;
import cn.laohekou.hub.security.evidence.EvidenceBundle;
import cn.laohekou.hub.security.evidence.FieldProof;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import cn.laohekou.hub.security.evidence.JoinedChain;
import cn.laohekou.hub.security.evidence.Trust;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
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
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EvidenceSearchCommand.class, EvidenceArchiveCommand.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class EvidenceCommand {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Command(
            name = "verify",
            description = {
                "验证存证：给出存证包时不需要枢纽和数据库；不给则验证数据库（HUB_HOME 或 HUB_DB_URL）中的存证链。",
                "Verifies evidence: an exported bundle needs neither hub nor database; without one the chains in the"
                        + " database (HUB_HOME or HUB_DB_URL) are verified."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(arity = "0..1", paramLabel = "BUNDLE", description = "存证包 an exported bundle") @Nullable
                    Path bundle,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "库外保存的检查点文件；没有它不能证明链尾未被截短 checkpoints kept outside; without them a cut tail"
                                    + " is not found")
                    @Nullable
                    Path checkpoint,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "另行取得的枢纽签名公钥（PEM），可多次给出 public signing key of the hub (PEM) that came on"
                                    + " another way; may be repeated")
                    @Nullable
                    List<Path> keys,
            @Option(
                            names = "--authority",
                            paramLabel = "FILE",
                            description = "时间戳机构的证书（PEM） certificate of a time-stamp authority (PEM)")
                    @Nullable
                    List<Path> authorities,
            @Option(
                            names = "--archive",
                            paramLabel = "DIR",
                            description = "归档包目录：连同其后的存证链一起验证 folder of archive bundles, verified together with the"
                                    + " chains that go on behind them")
                    @Nullable
                    Path archive)
            throws CommandFailed, CannotStart {
        if (bundle != null && archive != null) {
            throw new CommandFailed("BUNDLE 和 --archive 只能给出一个。 Give either BUNDLE or --archive.");
        }
        try {
            Trust trust =
                    new Trust(checkpoint == null ? List.of() : checkpoints(checkpoint), pems(keys), pems(authorities));
            if (bundle != null) {
                return report(EvidenceBundle.open(bundle).verify(trust));
            }
            try (LedgerDatabase database = LedgerDatabase.open(Home.any(System.getenv()), System.getenv())) {
                ChainSource source = new JdbcChainSource(database.dataSource());
                return report(
                        archive == null
                                ? ChainVerifier.verify(source, trust)
                                : JoinedChain.verify(source, bundles(archive), trust));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        }
    }

    @Command(
            name = "export",
            description = {
                "经管理接口导出签名的存证包：全部、一段时间、一个消费系统、一项资源或一次交换；须为审计管理员。",
                "Exports a signed bundle: everything, a period, a consumer, a resource or one exchange; for the audit"
                        + " administrator."
            },
            mixinStandardHelpOptions = true)
    int export(
            @Mixin Client client,
            @Parameters(paramLabel = "FILE", description = "写入的文件 file to write") Path file,
            @Option(names = "--from", paramLabel = "TIME", description = "起 first instant, with offset") @Nullable
                    String from,
            @Option(names = "--until", paramLabel = "TIME", description = "止 first instant after") @Nullable
                    String until,
            @Option(names = "--system", paramLabel = "NAME", description = "消费系统 consumer system") @Nullable
                    String system,
            @Option(names = "--resource", paramLabel = "NAME", description = "数据资源 resource") @Nullable String resource,
            @Option(names = "--exchange", paramLabel = "ID", description = "交换编号 exchange id") @Nullable
                    String exchange)
            throws CommandFailed, CannotStart {
        ObjectNode asked = JSON.createObjectNode();
        EvidenceSearchCommand.put(asked, "from", from);
        EvidenceSearchCommand.put(asked, "until", until);
        EvidenceSearchCommand.put(asked, "system", system);
        EvidenceSearchCommand.put(asked, "resource", resource);
        EvidenceSearchCommand.put(asked, "exchange", exchange);
        byte[] bundle = client.api().download("/api/v1/evidence/bundles", asked);
        try {
            Files.write(file, bundle);
        } catch (IOException e) {
            throw new CommandFailed("无法写入 " + file + "。 The file cannot be written.", e);
        }
        spec.commandLine().getOut().println("已导出 exported: " + file);
        return 0;
    }

    @Command(
            name = "disclose",
            description = {
                "取得一个字段的盐，只能证明该字段；须为审计管理员，并记入存证。",
                "Gets the salt of one field, which proves that field only; for the audit administrator, and on record."
            },
            mixinStandardHelpOptions = true)
    int disclose(
            @Mixin Client client,
            @Option(names = "--exchange", required = true, paramLabel = "ID", description = "交换编号 exchange id")
                    String exchange,
            @Option(names = "--field", required = true, paramLabel = "NAME", description = "字段 field") String field)
            throws CommandFailed, CannotStart {
        ObjectNode asked = JSON.createObjectNode().put("exchange", exchange).put("field", field);
        JsonNode answer = HubApi.require("disclose", client.api().post("/api/v1/evidence/disclosures", asked));
        spec.commandLine().getOut().println(answer.path("salt").asText());
        return 0;
    }

    @Command(
            name = "prove",
            description = {
                "用披露的盐和持有者给出的值，证明存证包中一次放行的一个字段；不需要枢纽。",
                "Proves one field of one release of a bundle, from the disclosed salt and the values their holder gives;"
                        + " needs no hub."
            },
            mixinStandardHelpOptions = true)
    int prove(
            @Parameters(paramLabel = "BUNDLE", description = "存证包 an exported bundle") Path bundle,
            @Option(names = "--exchange", required = true, paramLabel = "ID", description = "交换编号 exchange id")
                    String exchange,
            @Option(names = "--field", required = true, paramLabel = "NAME", description = "字段 field") String field,
            @Option(names = "--salt", required = true, paramLabel = "BASE64", description = "披露的盐 disclosed salt")
                    String salt,
            @Option(
                            names = "--values",
                            required = true,
                            paramLabel = "FILE",
                            description = "每行一个放行的值，原样含引号 one released value per line, exactly, quotes included")
                    Path values,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "枢纽签名公钥（PEM） public signing key of the hub (PEM)")
                    @Nullable
                    List<Path> keys)
            throws CommandFailed {
        try {
            EvidenceBundle opened = EvidenceBundle.open(bundle);
            int code = report(opened.verify(new Trust(List.of(), pems(keys), null)));
            byte[] intent = opened.intent(exchange);
            if (intent == null) {
                throw new CommandFailed("存证包中没有该交换的放行记录。 The bundle holds no release of that exchange.");
            }
            List<byte[]> lines = Files.readAllLines(values).stream()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
            boolean held = FieldProof.holds(intent, field, Base64.getDecoder().decode(salt), lines);
            spec.commandLine()
                    .getOut()
                    .println(
                            held
                                    ? "已证明 proven: 字段 field " + field + " (" + lines.size() + ")"
                                    : "不符 NOT proven: 字段 " + field + " 放行的不是这些值 / the field did not hold these values");
            return held ? code : ExitCodes.FAILED;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Path> bundles(Path folder) throws IOException {
        List<Path> bundles = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.zip")) {
            files.forEach(bundles::add);
        } catch (NotDirectoryException | NoSuchFileException e) {
            throw new IOException("没有目录 " + folder + "。 There is no such folder.", e);
        }
        return bundles;
    }

    private static @Nullable List<Blob> pems(@Nullable List<Path> files) throws IOException {
        if (files == null || files.isEmpty()) {
            return null;
        }
        List<Blob> keys = new ArrayList<>();
        for (Path file : files) {
            keys.add(EvidenceBundle.der(Files.readString(file)));
        }
        return keys;
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
                    "节点 node %s: 批次 batches %d-%d, 记录 records %d, 链头 head %s, 已签名至 signed up to %d%n",
                    chain.node(), chain.first(), chain.last(), chain.records(), chain.head(), chain.signed());
        }
        report.findings().forEach(finding -> out.println("不符 finding: " + finding.sentence()));
        report.notProven().forEach(sentence -> out.println("未证明 not proven: " + sentence));
        out.println(report.intact() ? "存证链完整 the evidence is intact" : "存证链有问题 the evidence is NOT intact");
        return report.intact() ? 0 : ExitCodes.FAILED;
    }
}
