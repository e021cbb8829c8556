package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.process.HubProcess;
import cn.laohekou.hub.cli.process.Progress;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.HomeLock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub start}. */
@Command(
        name = "start",
        description = {
            "启动正式枢纽：空目录里没有演示数据和账号。",
            "Starts a production hub: an empty home holds no demo data and no accounts."
        },
        footer = {
            "",
            "必需 required: HUB_KEYCLOAK_URL, HUB_KEY_FILE (head -c 32 /dev/urandom | base64 > FILE; chmod 400 FILE),",
            "  HUB_KEYCLOAK_CLIENT_SECRET_FILE, HUB_KEYCLOAK_PROVISIONER_SECRET_FILE",
            "可选 optional: HUB_HOME (~/.laohekou-hub/hub), HUB_NODE, HUB_HTTP_HOST, HUB_HTTP_PORT, HUB_MANAGEMENT_PORT,",
            "  HUB_TLS_CERT, HUB_TLS_KEY, HUB_TLS_RELOAD_SECONDS (30), HUB_GATEWAY_CERT, HUB_CLIENT_CA,",
            "  HUB_KEYCLOAK_REALM, HUB_KEYCLOAK_SETUP_SECRET_FILE, HUB_BROKER_URL, HUB_JAVA_OPTS,",
            "  HUB_ANCHOR (file:/path, rfc3161:URL, rfc3161-sm3:URL, notary:URL),",
            "  HUB_CLUSTER_HOST, HUB_CLUSTER_PORT (0 or exactly this one), HUB_CLUSTER_MEMBERS,",
            "  HUB_DB_URL, HUB_DB_RUNTIME_USER, HUB_DB_RUNTIME_PASSWORD_FILE, HUB_DB_MIGRATION_USER,",
            "  HUB_DB_MIGRATION_PASSWORD_FILE, HUB_DB_RETENTION_PASSWORD_FILE,",
            "  HUB_ARCHIVE (HUB_HOME/archive), HUB_EVIDENCE_DAYS (1096 or more), HUB_LOG_DAYS (270; 184 or more),",
            "  HUB_LOG_FILE_MB (100), HUB_SYSLOG (host:port), HUB_SYSLOG_CA, HUB_SYSLOG_CERT, HUB_SYSLOG_KEY"
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class StartCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CannotStart, InterruptedException, IOException {
        Progress progress = new Progress(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        Path home = Home.hub(System.getenv());
        if (Home.isSandbox(home)) {
            throw new CannotStart("目录 " + home + " 是沙箱，不能用于正式枢纽；请用 HUB_HOME 指定其他目录。"
                    + " The home is a sandbox's; choose another for a production hub with HUB_HOME.");
        }
        HomeLock lock = HomeLock.take(home, Home.LOCK);
        try {
            Launcher.writePid(home);
            SetupCode offer = SetupCode.random();
            Map<String, String> offered = Map.of("HUB_SETUP_CODE_HASH", offer.hash());
            try (HubProcess hub = HubProcess.start(Home.installation(), home, offered, progress)) {
                // Standard error only: standard output may go to a log.
                SetupNotice.lines(HubProcess.setup(home), offer, System.getenv())
                        .forEach(spec.commandLine().getErr()::println);
                spec.commandLine().getOut().println("枢纽 hub: " + hub.addresses().hub());
                spec.commandLine()
                        .getOut()
                        .println("健康与指标 management: " + hub.addresses().management());
                int code = hub.waitFor();
                progress.say("枢纽已退出 the hub ended: " + code);
                return code == 0 ? 0 : ExitCodes.FAILED;
            }
        } finally {
            lock.close();
        }
    }
}
