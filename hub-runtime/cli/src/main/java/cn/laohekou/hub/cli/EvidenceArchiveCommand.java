package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.process.Progress;
import cn.laohekou.hub.embedded.CannotStart;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub evidence archive}. */
@Command(
        name = "archive",
        description = {
            "归档：把超过保存期限的存证写成签名的归档包，完整验证后再从数据库删除，逐包进行；须为审计管理员并用第二因素登录。",
            "Archives: writes evidence past its time into signed bundles, verifies each completely and only then deletes it"
                    + " from the database, bundle by bundle; for the audit administrator with a second factor.",
            "使用记录至少保存三年，审计记录在同一批次中，一并保存三年。中断后再次运行即可继续。",
            "Records of use are kept for three years at least, and the audit records in the same batches as long. Run it"
                    + " again after an interruption and it goes on."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class EvidenceArchiveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Client client;

    @Parameters(paramLabel = "DIR", description = "归档包存放的目录 folder the bundles are kept in")
    private Path folder;

    @Option(
            names = "--before",
            paramLabel = "DATE",
            description = "只归档此日期之前的记录，默认到期的全部归档 only what is older than this date; by default all that may go")
    private @Nullable String before;

    @Override
    public Integer call() throws CommandFailed, CannotStart {
        Progress progress = new Progress(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        int count = new ArchiveRun(client.api(), folder, progress::say).run(before);
        spec.commandLine()
                .getOut()
                .println(
                        count == 0
                                ? "没有到期的存证。 Nothing is old enough."
                                : "已归档 " + count + " 个包，存于 " + folder + "。 Archived " + count + " bundles.");
        return 0;
    }
}
