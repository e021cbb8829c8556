package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub watermark}. */
@Command(
        name = "watermark",
        description = "水印溯源 watermarks of released data",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class WatermarkCommand {

    /** Enough to be sure many times over, and small enough for one call. */
    private static final int MOST_VALUES = 2000;

    @Spec
    private CommandSpec spec;

    @Command(
            name = "trace",
            description = {
                "由泄露样本指出使用方及把握程度；须为审计管理员或安全管理员。",
                "Names the consumer a leaked sample was released to; for the audit or security administrator."
            },
            mixinStandardHelpOptions = true)
    int trace(
            @Mixin Client client,
            @Option(names = "--resource", required = true, description = "数据资源 resource of the sample") String resource,
            @Option(names = "--field", required = true, description = "字段 field the values belong to") String field,
            @Parameters(paramLabel = "FILE", description = "样本，UTF-8，每行一个值 the sample, UTF-8, one value per line")
                    Path file)
            throws CommandFailed, CannotStart {
        ObjectNode body =
                new ObjectMapper().createObjectNode().put("resource", resource).put("field", field);
        ArrayNode values = body.putArray("values");
        lines(file).stream()
                .filter(line -> !line.isBlank())
                .distinct()
                .limit(MOST_VALUES)
                .forEach(values::add);
        report(HubApi.require("trace", client.api().post("/api/v1/watermarks/traces", body)));
        return 0;
    }

    private static List<String> lines(Path file) throws CommandFailed {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new CommandFailed("无法读取 " + file + "。 The file cannot be read; it must be UTF-8 text.", e);
        }
    }

    private void report(JsonNode report) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "检查 examined %d, 带水印 marked %d%n",
                report.path("examined").asInt(), report.path("marked").asInt());
        boolean named = false;
        for (JsonNode suspect : report.path("suspects")) {
            named |= suspect.path("named").asBoolean();
            out.printf(
                    "%s %s (%s): 相符 agreeing %d, 把握 confidence %.6f%n",
                    suspect.path("named").asBoolean() ? "指认 NAMED" : "不足 not enough",
                    suspect.path("system").asText(),
                    suspect.path("department").asText(),
                    suspect.path("agreeing").asInt(),
                    suspect.path("confidence").asDouble());
        }
        if (!named) {
            out.println("样本不能指认任何使用方 the sample names no consumer");
        }
    }
}
