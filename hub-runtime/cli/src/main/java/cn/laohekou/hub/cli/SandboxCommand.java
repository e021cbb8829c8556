package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.process.Progress;
import cn.laohekou.hub.cli.sandbox.Sandbox;
import cn.laohekou.hub.cli.sandbox.SandboxReport;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.HomeLock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub sandbox}. */
@Command(
        name = "sandbox",
        description = {
            "在本机启动演示环境：枢纽、Keycloak 和一个部门的系统，只监听回环地址。",
            "Starts the demo on this machine: hub, Keycloak and a department's system, on loopback only."
        },
        footer = {
            "",
            "HUB_HOME 状态目录 state (~/.laohekou-hub/sandbox)   HUB_HTTP_PORT 端口 port (8080)",
            "HUB_MANAGEMENT_PORT (9000)   HUB_KEYCLOAK_PORT (8180)   HUB_CITY_PORT (8090)   0 = 空闲端口 a free port"
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class SandboxCommand implements Callable<Integer> {

    @Option(names = "--json", description = "就绪后在标准输出打印一个 JSON 对象，别无其他 print one JSON object once ready, and only that")
    private boolean json;

    @Option(names = "--reset", description = "清除以前的状态后再启动 forget former state first")
    private boolean reset;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CannotStart, CommandFailed, InterruptedException, IOException {
        Map<String, String> environment = System.getenv();
        refuseOtherAddress(environment);
        Progress progress = new Progress(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        Path home = Home.sandbox(environment);
        Path installation = Home.installation();
        Sandbox.Ports ports = new Sandbox.Ports(
                Home.port(environment, "HUB_HTTP_PORT", 8080),
                Home.port(environment, "HUB_MANAGEMENT_PORT", 9000),
                Home.port(environment, "HUB_KEYCLOAK_PORT", 8180),
                Home.port(environment, "HUB_CITY_PORT", 8090));
        HomeLock lock = HomeLock.take(home, Home.LOCK);
        try {
            Sandbox.prepare(home, Home.LOCK, reset, progress);
            Launcher.writePid(home);
            try (Sandbox sandbox = Sandbox.start(installation, home, ports, progress)) {
                SandboxReport report = sandbox.setUp(installation, home, progress);
                Files.writeString(home.resolve("run/sandbox.json"), report.addresses(), StandardCharsets.UTF_8);
                spec.commandLine().getOut().println(json ? report.json() : report.text());
                int code = sandbox.waitFor();
                progress.say("枢纽已退出 the hub ended: " + code);
                return code == 0 ? 0 : ExitCodes.FAILED;
            }
        } finally {
            lock.close();
        }
    }

    private static void refuseOtherAddress(Map<String, String> environment) throws CannotStart {
        String host = environment.getOrDefault("HUB_HTTP_HOST", "").strip();
        if (!host.isEmpty() && !host.equals("127.0.0.1") && !host.equals("localhost") && !host.equals("::1")) {
            throw new CannotStart("沙箱含有演示账号，只能监听本机回环地址；请去掉 HUB_HTTP_HOST。"
                    + " The sandbox holds demo accounts and binds to loopback only; remove HUB_HTTP_HOST.");
        }
    }
}
