package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestKind;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub application}: each step as the person whose task it is. */
@Command(
        name = "application",
        description = "共享申请 sharing applications",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class ApplicationCommand {

    private static final String PATH = "/api/v1/applications";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            description = {"列出申请：逾期的在前，其次是将到期的。", "Lists applications: overdue first, then soon due."},
            mixinStandardHelpOptions = true)
    int list(@Mixin Client client) throws CommandFailed, CannotStart {
        for (JsonNode application : Lists.all(client.api(), PATH)) {
            line(application);
        }
        return 0;
    }

    @Command(
            name = "show",
            description = {"显示一件申请及其全部经过。", "Shows an application and everything that happened to it."},
            mixinStandardHelpOptions = true)
    int show(@Mixin Client client, @Parameters(paramLabel = "ID") String id) throws CommandFailed, CannotStart {
        out().println(HubApi.require(id, client.api().get(path(id, ""))).toPrettyString());
        return 0;
    }

    @Command(
            name = "file",
            description = {
                "提交申请：清单为 kind: Grant，其 spec.application 写明依据、场景、范围、方式和申请部门负责人同意；缺项一次列出。",
                "Files applications: manifests of kind Grant whose spec.application states basis, scenario, scope, method and"
                        + " the office's consent; everything missing is named at once."
            },
            mixinStandardHelpOptions = true)
    int file(@Mixin Client client, @Mixin ManifestOptions manifests) throws CommandFailed, CannotStart {
        HubApi api = client.api();
        for (Manifest manifest : manifests.read()) {
            if (manifest.kind() == ManifestKind.GRANT) {
                ObjectNode body = JSON.createObjectNode().put("name", manifest.name());
                body.put("department", manifest.department());
                body.set("spec", manifest.spec());
                line(HubApi.require(manifest.name(), api.post(PATH, body)));
            }
        }
        return 0;
    }

    @Command(
            name = "supplement",
            description = {"一次性告知需补正的全部内容；只能一次。", "Names everything that is missing, once."},
            mixinStandardHelpOptions = true)
    int supplement(
            @Mixin Client client,
            @Parameters(paramLabel = "ID") String id,
            @Parameters(arity = "1..*", paramLabel = "MISSING") List<String> missing)
            throws CommandFailed, CannotStart {
        ObjectNode body = JSON.createObjectNode();
        missing.forEach(body.putArray("missing")::add);
        return step(client, id, "/supplement", body);
    }

    @Command(
            name = "consent",
            description = {"提供部门同意；此后由安全管理员审查。", "The providing department agrees; the security review follows."},
            mixinStandardHelpOptions = true)
    int consent(@Mixin Client client, @Parameters(paramLabel = "ID") String id) throws CommandFailed, CannotStart {
        return step(client, id, "/consent", null);
    }

    @Command(
            name = "refuse",
            description = {"提供部门不予同意，须说明理由。", "The providing department refuses, with the reason."},
            mixinStandardHelpOptions = true)
    int refuse(@Mixin Client client, @Parameters(paramLabel = "ID") String id, @Mixin Reason reason)
            throws CommandFailed, CannotStart {
        return step(client, id, "/refuse", reason.body());
    }

    @Command(
            name = "withdraw",
            description = {"申请部门撤回申请。", "The applicant takes the application back."},
            mixinStandardHelpOptions = true)
    int withdraw(@Mixin Client client, @Parameters(paramLabel = "ID") String id, @Mixin Reason reason)
            throws CommandFailed, CannotStart {
        return step(client, id, "/withdraw", reason.body());
    }

    @Command(
            name = "grant",
            description = {
                "安全管理员审查通过：授权生效。须在提供部门同意之后，不得审查自己经手的申请。",
                "The security administrator has nothing against it: the grant becomes active. After the provider's consent,"
                        + " and never on one's own."
            },
            mixinStandardHelpOptions = true)
    int grant(@Mixin Client client, @Parameters(paramLabel = "ID") String id) throws CommandFailed, CannotStart {
        HubApi api = client.api();
        return onGrant(api, id, "/approve", null);
    }

    @Command(
            name = "object",
            description = {
                "安全审查提出异议：须指明规则，例如 LEAST_DATA；写错时列出全部规则。",
                "The security review objects: names a rule, for example LEAST_DATA; a wrong one is answered with all of them."
            },
            mixinStandardHelpOptions = true)
    int object(
            @Mixin Client client,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--rule", required = true, paramLabel = "RULE", description = "规则名 name of the rule")
                    String rule,
            @Mixin Reason reason)
            throws CommandFailed, CannotStart {
        return onGrant(client.api(), id, "/reject", reason.body().put("rule", rule));
    }

    @Command(
            name = "extend",
            description = {"数据主管部门同意延长答复期限。", "The data authority gives the provider more working days."},
            mixinStandardHelpOptions = true)
    int extend(
            @Mixin Client client,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--days", required = true, paramLabel = "DAYS", description = "工作日数 working days") int days,
            @Mixin Reason reason)
            throws CommandFailed, CannotStart {
        return step(client, id, "/extend", reason.body().put("days", days));
    }

    @Command(
            name = "deliver",
            description = {"提供部门已交付数据。", "The provider has delivered the data."},
            mixinStandardHelpOptions = true)
    int deliver(
            @Mixin Client client,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--means", required = true, paramLabel = "TEXT", description = "交付方式 how") String means)
            throws CommandFailed, CannotStart {
        return step(client, id, "/deliver", JSON.createObjectNode().put("means", means));
    }

    /** Why a step is taken. */
    @SuppressWarnings("NullAway.Init") // picocli sets the field before anything runs
    static final class Reason {

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "理由 why")
        private String reason;

        ObjectNode body() {
            return JSON.createObjectNode().put("reason", reason);
        }
    }

    private int step(Client client, String id, String step, @Nullable JsonNode body) throws CommandFailed, CannotStart {
        line(HubApi.require(id, client.api().post(path(id, step), body)));
        return 0;
    }

    private int onGrant(HubApi api, String id, String step, @Nullable JsonNode body) throws CommandFailed {
        String grant = HubApi.require(id, api.get(path(id, ""))).path("grant").asText();
        HubApi.require(id, api.post("/api/v1/grants/" + Lists.segment(grant) + step, body));
        line(HubApi.require(id, api.get(path(id, ""))));
        return 0;
    }

    private static String path(String id, String step) {
        return PATH + "/" + Lists.segment(id) + step;
    }

    private void line(JsonNode application) {
        String due = application.path("due").asText("");
        out().printf(
                        "%-32s %-10s %-10s %s%n",
                        application.path("id").asText(),
                        application.path("urgency").asText(""),
                        due.isEmpty() || due.equals("null") ? "" : due.substring(0, 10),
                        application.path("stateZh").asText() + " "
                                + application.path("state").asText());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
