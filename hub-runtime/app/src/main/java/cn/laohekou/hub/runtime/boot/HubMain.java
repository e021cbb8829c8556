package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.ParentWatch;
import cn.laohekou.hub.runtime.exchange.StrictRequests;
import io.quarkus.runtime.Quarkus;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The hub's entry point. A plain main class on purpose: with a {@code @QuarkusMain} Camel would not start by itself.
 *
 * <p>Starts PostgreSQL and broker, hands their addresses to Quarkus as system properties, runs until told to stop and
 * then stops everything in reverse order.
 */
public final class HubMain {

    /** Exit code when something needed at start is not as it must be (EX_CONFIG of sysexits.h). */
    static final int CANNOT_START = 78;

    private HubMain() {}

    /**
     * Runs the hub until SIGTERM, SIGINT or, with {@code HUB_PARENT_WATCH=1}, the end of standard input.
     *
     * @param arguments none are read
     */
    public static void main(String[] arguments) {
        StrictRequests.install();
        PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        try {
            HubSettings settings = HubSettings.read(System.getenv(), Path.of(System.getProperty("user.home")));
            if (settings.parentWatch()) {
                ParentWatch.start(System.in, () -> System.exit(0));
            }
            Services services = new Services(progress);
            Runtime.getRuntime().addShutdownHook(new Thread(services::stopAtExit, "hub-stop"));
            services.start(settings);
            Quarkus.run(null, services::quarkusEnded, arguments);
            services.finish();
        } catch (CannotStart e) {
            progress.println("无法启动 cannot start: " + e.getMessage());
            System.exit(CANNOT_START);
        }
    }
}
