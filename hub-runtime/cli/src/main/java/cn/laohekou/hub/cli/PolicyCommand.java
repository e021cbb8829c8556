package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestFolder;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub policy}. */
@Command(
        name = "policy",
        description = "授权判定 who may see what, and what a change would do",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class PolicyCommand {

    private static final String PATH = "/api/v1/policy";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Command(
            name = "explain",
            description = {
                "说明一次调用会如何判定、依据哪条规则、各字段如何处理。",
                "Explains what a call would be answered, rule by rule and field by field."
            },
            mixinStandardHelpOptions = true)
    int explain(
            @Mixin Client client,
            @Option(names = "--system", required = true, description = "使用方系统 consumer system") String system,
            @Option(names = "--resource", required = true, description = "数据资源 resource") String resource,
            @Option(names = "--operation", required = true, description = "操作 operation") String operation,
            @Option(names = "--purpose", description = "用途 purpose") @Nullable String purpose,
            @Option(names = "--case", description = "办件号 case number") @Nullable String caseNumber,
            @Option(names = "--person", description = "经办人 acting person") @Nullable String person,
            @Option(names = "--network", description = "来源地址 source address") @Nullable String network,
            @Option(names = "--at", description = "时间 time with offset") @Nullable String at,
            @Option(names = "--field", description = "只看一个字段 this field alone") @Nullable String field)
            throws CommandFailed, CannotStart {
        ObjectNode question = JSON.createObjectNode()
                .put("system", system)
                .put("resource", resource)
                .put("operation", operation);
        put(question, "purpose", purpose);
        put(question, "case", caseNumber);
        put(question, "person", person);
        put(question, "network", network);
        put(question, "at", at);
        put(question, "field", field);
        JsonNode answer = HubApi.require("explain", client.api().post(PATH + "/decisions", question));
        PolicyReport.explanation(out(), answer);
        return 0;
    }

    @Command(
            name = "dry-run",
            description = {
                "用最近的实际调用试算一项变更：谁会失去或得到什么；不改变任何内容。",
                "Decides recorded calls again under a change: who would lose or gain what. Changes nothing."
            },
            mixinStandardHelpOptions = true)
    int dryRun(
            @Mixin Client client,
            @Option(names = "--days", defaultValue = "30", description = "最近多少天 how many days back") int days,
            @Option(names = "--grant", paramLabel = "NAME", description = "该授权的最新版本 the grant's newest revision")
                    @Nullable
                    String grant,
            @Option(names = "--resource", paramLabel = "NAME", description = "该资源的最新版本 the resource's newest revision")
                    @Nullable
                    String resource,
            @Option(names = "--revoke", paramLabel = "GRANT", description = "撤销该授权 revoking the grant") @Nullable
                    String revoke,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            description = "含一个授权或资源的清单 manifest of one grant or resource")
                    @Nullable
                    Path file)
            throws CommandFailed, CannotStart {
        ObjectNode change = JSON.createObjectNode().put("days", days);
        if (grant != null) {
            change.putObject("grant").put("name", grant);
        }
        if (resource != null) {
            change.putObject("resource").put("name", resource);
        }
        put(change, "revoke", revoke);
        if (file != null) {
            for (Manifest manifest : new ManifestFolder(Map.of()).read(file)) {
                // The hub refuses anything but one grant or resource, in its own words.
                change.putObject(manifest.kind().word().toLowerCase(Locale.ROOT))
                        .put("name", manifest.name())
                        .set("spec", manifest.spec());
            }
        }
        HubApi api = client.api();
        JsonNode part;
        do {
            part = HubApi.require("dry-run", api.post(PATH + "/dry-runs", change));
            PolicyReport.dryRun(out(), part);
            change.put("next", part.path("next").asText());
        } while (!part.path("complete").asBoolean(true));
        return 0;
    }

    @Command(
            name = "unused",
            description = {
                "列出期间内未使用的授权、操作、用途和字段。",
                "Lists grants, operations, purposes and fields nobody used in the period."
            },
            mixinStandardHelpOptions = true)
    int unused(
            @Mixin Client client,
            @Option(names = "--days", defaultValue = "90", description = "最近多少天 how many days back") int days)
            throws CommandFailed, CannotStart {
        HubApi api = client.api();
        String path = PATH + "/unused?days=" + days;
        String next = path;
        while (!next.isEmpty()) {
            JsonNode page = HubApi.require("unused", api.get(next));
            page.path("items").forEach(item -> PolicyReport.unused(out(), item));
            String cursor = page.path("next").asText("");
            next = cursor.isEmpty() ? "" : path + "&cursor=" + Lists.segment(cursor);
        }
        return 0;
    }

    @Command(
            name = "cut",
            description = {
                "提交一个去掉未使用内容的授权新版本；须由他人审批。",
                "Submits a new revision of a grant without what nobody used, for somebody else's approval."
            },
            mixinStandardHelpOptions = true)
    int cut(
            @Mixin Client client,
            @Option(names = "--days", defaultValue = "90", description = "最近多少天 how many days back") int days,
            @Parameters(paramLabel = "GRANT") String grant)
            throws CommandFailed, CannotStart {
        JsonNode answer = HubApi.require(
                grant,
                client.api()
                        .post(
                                PATH + "/unused/" + Lists.segment(grant) + "/cut",
                                JSON.createObjectNode().put("days", days)));
        out().println("已提交 submitted: " + grant + " "
                + answer.at("/revision/number").asInt());
        return 0;
    }

    private static void put(ObjectNode target, String name, @Nullable String value) {
        if (value != null) {
            target.put(name, value);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
