package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub system}. */
@Command(
        name = "system",
        description = "系统及其凭据 systems and their credentials",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class SystemCommand {

    private static final String PATH = "/api/v1/systems";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            description = {"列出系统、凭据的签发和最后使用时间。", "Lists systems, and when their secrets were issued and last used."},
            mixinStandardHelpOptions = true)
    int list(@Mixin Client client) throws CommandFailed, CannotStart {
        PrintWriter out = spec.commandLine().getOut();
        for (JsonNode system : Lists.all(client.api(), PATH)) {
            out.printf(
                    "%-28s %-16s 签发 issued %s, 最后使用 last used %s%n",
                    system.path("id").asText(),
                    system.path("auth").asText(),
                    system.path("credentialsIssuedAt").asText("-"),
                    system.path("credentialsUsedAt").asText("-"));
            former(out, system);
        }
        return 0;
    }

    @Command(
            name = "rotate",
            description = {
                "更换系统的客户端口令：新口令写入文件，旧口令在重叠期内仍有效。",
                "Replaces a system's client secret: the new one goes into a file, the former one counts on meanwhile."
            },
            mixinStandardHelpOptions = true)
    int rotate(
            @Mixin Client client,
            @Parameters(paramLabel = "SYSTEM") String system,
            @Option(
                            names = "--overlap-days",
                            defaultValue = "7",
                            description = "旧口令继续有效的天数，0 为立即失效 days the former secret counts on; 0 ends it at once"
                                    + " (${DEFAULT-VALUE})")
                    int overlapDays,
            @Option(
                            names = "--secret-file",
                            required = true,
                            description = "新口令写入的文件，须不存在 file for the new secret; must not exist")
                    Path file)
            throws CommandFailed, CannotStart {
        create(file);
        ObjectNode body = new ObjectMapper()
                .createObjectNode()
                .put("kind", "client-secret")
                .put("overlapDays", overlapDays);
        try {
            JsonNode issued = HubApi.require(
                    system, client.api().post(PATH + "/" + Lists.segment(system) + "/credentials", body));
            Files.writeString(file, issued.path("clientSecret").asText());
            PrintWriter out = spec.commandLine().getOut();
            out.println("客户端标识 client id: " + issued.path("clientId").asText());
            out.println("口令文件 secret file: " + file);
            former(out, issued);
            return 0;
        } catch (CommandFailed | CannotStart e) {
            delete(file);
            throw e;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void former(PrintWriter out, JsonNode of) {
        JsonNode former = of.path("formerClient");
        if (former.has("until")) {
            out.printf(
                    "    旧客户端 former client %s: 有效至 counts until %s, 最后使用 last used %s%n",
                    former.path("clientId").asText(),
                    former.path("until").asText(),
                    former.path("usedAt").asText("-"));
        }
    }

    /** Before the hub is asked: a secret that cannot be kept must not be made. */
    private static void create(Path file) throws CommandFailed {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void delete(Path file) throws CommandFailed {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static CommandFailed unwritable(Path file, IOException cause) {
        return new CommandFailed(
                "无法新建文件 " + file + "（须不存在且目录可写）。 The file cannot be created; it must not exist.", cause);
    }
}
