package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.BrowserSession;
import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.api.PersonSession;
import cn.laohekou.hub.cli.api.SecurityKey;
import cn.laohekou.hub.cli.api.Session;
import cn.laohekou.hub.cli.api.Tokens;
import cn.laohekou.hub.cli.process.HubProcess;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options shared by the commands that talk to a running hub as a person. */
final class Client {

    @Option(
            names = "--hub",
            paramLabel = "URL",
            description =
                    "枢纽地址；默认取 HUB_URL 或 HUB_HOME 中正在运行的枢纽 address of the hub; default: HUB_URL or the hub of HUB_HOME")
    private @Nullable URI hub;

    @Option(
            names = "--token-endpoint",
            paramLabel = "URL",
            description = "令牌地址；默认取 HUB_TOKEN_URL 或沙箱 token endpoint; default: HUB_TOKEN_URL or the sandbox's")
    private @Nullable URI tokenEndpoint;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description =
                    "以谁的身份；默认取 HUB_USER；不给则用浏览器登录 who acts; default: HUB_USER; without one, sign in with a browser")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "口令文件（权限 600）；沙箱演示账号不需要 file with the password, mode 600; not needed for demo accounts")
    private @Nullable Path passwordFile;

    @Option(
            names = "--security-key-file",
            paramLabel = "FILE",
            description =
                    "软件安全密钥文件（权限 600），审批时用；沙箱演示账号不需要；不给则用浏览器"
                            + " file with a security key in software, for approvals; not needed for demo accounts; without one, the browser")
    private @Nullable Path securityKeyFile;

    /** The management API as the calling person. */
    HubApi api() throws CommandFailed, CannotStart {
        return new HubApi(hub(), session());
    }

    /** The calling person. */
    Session session() throws CommandFailed, CannotStart {
        Tokens tokens = new Tokens(tokenEndpoint());
        String name = user == null ? System.getenv("HUB_USER") : user;
        if (name == null || name.isBlank()) {
            return new BrowserSession(tokens, System.err::println);
        }
        return new PersonSession(tokens, name, password(name), securityKey(name), System.err::println);
    }

    /** Where tokens are issued. */
    URI tokenEndpoint() throws CommandFailed {
        if (tokenEndpoint != null) {
            return tokenEndpoint;
        }
        String named = System.getenv("HUB_TOKEN_URL");
        if (named != null && !named.isBlank()) {
            return URI.create(named);
        }
        return fromSandbox("tokenEndpoint")
                .orElseThrow(() -> new CommandFailed("不知道令牌地址，请用 --token-endpoint 给出。"
                        + " The token endpoint is not known; give it with --token-endpoint."));
    }

    private URI hub() throws CommandFailed {
        if (hub != null) {
            return hub;
        }
        String named = System.getenv("HUB_URL");
        if (named != null && !named.isBlank()) {
            return URI.create(named);
        }
        return HubProcess.find(Home.any(System.getenv()))
                .map(HubProcess.Addresses::hub)
                .orElseThrow(() ->
                        new CommandFailed("本机没有正在运行的枢纽，请用 --hub 给出地址。 No hub runs here; give its address with --hub."));
    }

    private String password(String name) throws CommandFailed, CannotStart {
        String named = System.getenv("HUB_PASSWORD_FILE");
        if (passwordFile != null) {
            return SecretFile.read(passwordFile);
        }
        if (named != null && !named.isBlank()) {
            return SecretFile.read(Path.of(named));
        }
        Path demo = Home.any(System.getenv()).resolve("secrets/demo-" + name);
        if (name.matches("[a-z0-9-]+") && Files.exists(demo)) {
            return SecretFile.read(demo);
        }
        Console console = Optional.ofNullable(System.console())
                .orElseThrow(() -> new CommandFailed(
                        "需要口令，请用 --password-file 给出。 A password is needed; give it with --password-file."));
        return new String(console.readPassword("%s 的口令 password: ", name));
    }

    /** The person's security key in software; null when there is none, then the browser is used. */
    private @Nullable SecurityKey securityKey(String name) throws CannotStart {
        String named = System.getenv("HUB_SECURITY_KEY_FILE");
        if (securityKeyFile != null) {
            return SecurityKey.read(securityKeyFile);
        }
        if (named != null && !named.isBlank()) {
            return SecurityKey.read(Path.of(named));
        }
        Path demo = Home.any(System.getenv()).resolve("secrets/security-key-" + name);
        return name.matches("[a-z0-9-]+") && Files.exists(demo) ? SecurityKey.read(demo) : null;
    }

    private static Optional<URI> fromSandbox(String member) {
        Path file = Home.any(System.getenv()).resolve("run/sandbox.json");
        try {
            JsonNode addresses = new ObjectMapper().readTree(file.toFile());
            return Optional.of(addresses.path(member).asText())
                    .filter(text -> !text.isEmpty())
                    .map(URI::create);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
