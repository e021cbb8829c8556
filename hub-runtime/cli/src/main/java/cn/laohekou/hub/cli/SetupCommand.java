package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub setup}. */
@Command(
        name = "setup",
        description = {
            "首次设置：用启动时打印的设置码领取一个管理员角色；三个角色须由三人分别领取。",
            "First set-up: takes one administrator's role with the code printed at start; three roles, three persons."
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class SetupCommand implements Callable<Integer> {

    @Mixin
    private Client client;

    @Option(
            names = "--code",
            required = true,
            interactive = true,
            arity = "0..1",
            paramLabel = "CODE",
            description = "启动时打印的设置码；不写在命令行上则会询问 the code printed at start; asked for when left out after --code")
    private String code;

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "角色 role: system-administrator (系统), security-administrator (安全), audit-administrator (审计)")
    private String role;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailed, CannotStart {
        JsonNode body = new ObjectMapper().createObjectNode().put("code", code).put("role", role);
        JsonNode answer = HubApi.require(role, client.api().post("/api/v1/setup", body));
        spec.commandLine()
                .getOut()
                .println(answer.path("user").asText() + " 现为 is now " + role + "；重新登录后生效 after the next sign-in");
        List<String> waiting = new ArrayList<>();
        answer.path("waiting").forEach(one -> waiting.add(one.asText()));
        if (!waiting.isEmpty()) {
            spec.commandLine().getOut().println("尚待领取 still waiting: " + String.join(", ", waiting));
        }
        return 0;
    }
}
