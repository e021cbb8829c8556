package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.Session;
import cn.laohekou.hub.cli.api.StepUp;
import cn.laohekou.hub.cli.api.Tokens;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub token}. */
@Command(
        name = "token",
        description = {
            "取令牌并打印：人（--user 或浏览器）或系统（--system）。",
            "Prints a token: a person's (--user or browser) or a system's (--system)."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class TokenCommand implements Callable<Integer> {

    @Mixin
    private Client client;

    @Option(names = "--system", paramLabel = "ID", description = "系统标识 id of a system")
    private @Nullable String system;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "系统密钥文件（权限 600）；沙箱的演示系统不需要 file with its secret, mode 600; not needed for demo systems")
    private @Nullable Path secretFile;

    @Option(
            names = "--step-up",
            description = "用第二因素登录，令牌可用于审批 sign in with the second factor: a token good for approvals")
    private boolean stepUp;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailed, CannotStart {
        String token = system == null
                ? ofPerson(client.session())
                : new Tokens(client.tokenEndpoint()).system(system, secret(system));
        spec.commandLine().getOut().println(token);
        return 0;
    }

    private String ofPerson(Session person) throws CommandFailed {
        return stepUp ? person.stepUp(new StepUp("cryptographic", 0)) : person.token();
    }

    private String secret(String id) throws CommandFailed, CannotStart {
        if (secretFile != null) {
            return SecretFile.read(secretFile);
        }
        Path demo = Home.any(System.getenv()).resolve("secrets/system-" + id);
        if (id.matches("[a-z0-9-]+") && Files.exists(demo)) {
            return SecretFile.read(demo);
        }
        throw new CommandFailed("需要系统密钥，请用 --secret-file 给出。 A secret is needed; give it with --secret-file.");
    }
}
