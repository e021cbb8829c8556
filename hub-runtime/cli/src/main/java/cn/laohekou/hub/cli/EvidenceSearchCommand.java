package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub evidence search}: who got what, from where, why. */
@Command(
        name = "search",
        description = {
            "数据去向：谁得到了什么、来自哪里、为了什么；须为审计管理员或安全管理员，查询本身记入存证。",
            "Lineage: who got what, from where, why; for the audit or security administrator. The search is put on record."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class EvidenceSearchCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private Client client;

    @Option(
            names = "--subject",
            interactive = true,
            arity = "0..1",
            paramLabel = "ID",
            description = "数据主体证件号；不给值则提示输入，不留在命令历史中 data subject; without a value it is asked for, so that it stays"
                    + " out of the shell's history")
    private @Nullable String subject;

    @Option(
            names = "--person",
            interactive = true,
            arity = "0..1",
            paramLabel = "ID",
            description = "经办人 acting person")
    private @Nullable String person;

    @Option(names = "--case", paramLabel = "NUMBER", description = "办件号 case number")
    private @Nullable String caseNumber;

    @Option(names = "--system", paramLabel = "NAME", description = "消费系统 consumer system")
    private @Nullable String system;

    @Option(names = "--resource", paramLabel = "NAME", description = "数据资源 resource")
    private @Nullable String resource;

    @Option(names = "--field", paramLabel = "NAME", description = "字段 field")
    private @Nullable String field;

    @Option(names = "--purpose", paramLabel = "NAME", description = "用途 purpose")
    private @Nullable String purpose;

    @Option(names = "--from", paramLabel = "TIME", description = "起 first instant, with offset")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "止 first instant after")
    private @Nullable String until;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "至多条数 releases at most")
    private int limit;

    @Override
    public Integer call() throws CommandFailed, CannotStart {
        ObjectNode asked = JSON.createObjectNode().put("limit", limit);
        put(asked, "subject", subject);
        put(asked, "person", person);
        put(asked, "case", caseNumber);
        put(asked, "system", system);
        put(asked, "resource", resource);
        put(asked, "field", field);
        put(asked, "purpose", purpose);
        put(asked, "from", from);
        put(asked, "until", until);
        JsonNode found = HubApi.require("search", client.api().post("/api/v1/evidence/lineage", asked));
        PrintWriter out = spec.commandLine().getOut();
        for (JsonNode item : found.path("items")) {
            out.println(line(item));
        }
        if (found.path("next").isTextual()) {
            out.println("还有更早的记录，请用 --until 缩小范围。 There is more; narrow it with --until.");
        }
        return 0;
    }

    private static String line(JsonNode item) {
        JsonNode record = item.path("record");
        StringBuilder fields = new StringBuilder();
        record.path("fields")
                .fieldNames()
                .forEachRemaining(name -> fields.append(name).append(','));
        return String.join(
                "  ",
                item.path("at").asText(),
                item.path("exchange").asText(),
                record.path("system").asText() + " ("
                        + record.path("department").asText() + ")",
                "<- " + record.path("resource").asText() + "/"
                        + record.path("operation").asText() + " @ "
                        + record.path("connector").asText(),
                record.path("purpose").asText()
                        + (record.has("case") ? " #" + record.path("case").asText() : ""),
                fields.length() == 0 ? "-" : fields.substring(0, fields.length() - 1),
                item.path("outcome").path("result").asText("-"));
    }

    static void put(ObjectNode asked, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            asked.put(name, value);
        }
    }
}
