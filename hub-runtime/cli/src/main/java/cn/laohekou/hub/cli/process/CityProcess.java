package cn.laohekou.hub.cli.process;

import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The sandbox city in a process of its own. */
public final class CityProcess implements AutoCloseable {

    private static final String NAME = "city";

    private final ManagedProcess process;
    private final URI url;

    private CityProcess(ManagedProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts the city and waits until it serves.
     *
     * @param installation the project's folder
     * @param home home holding its state
     * @param port port on 127.0.0.1; 0 takes a free one
     * @param progress told what goes on
     * @return the serving city
     * @throws CannotStart when it does not serve
     */
    public static CityProcess start(Path installation, Path home, int port, Progress progress) throws CannotStart {
        Path target = installation.resolve("deploy/sandbox-city/target");
        progress.say("启动沙箱城市 starting the sandbox city");
        ManagedProcess process = ManagedProcess.start(new ManagedProcess.Launch(
                NAME,
                home,
                List.of(
                        JavaCommand.path(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-cp",
                        target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                        "cn.laohekou.hub.city.SandboxCity",
                        home.toString(),
                        Integer.toString(port)),
                Map.of(),
                true));
        try {
            URI url = address(process);
            progress.say("沙箱城市就绪 the sandbox city is ready: " + url);
            return new CityProcess(process, url);
        } catch (CannotStart e) {
            process.close();
            throw e;
        }
    }

    /** Stops a city that an earlier run left over. */
    public static boolean stopLeftOver(Path home) {
        return ManagedProcess.stopLeftOver(home, NAME);
    }

    /** Base address of the departments' services. */
    public URI url() {
        return url;
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the city and its database. */
    @Override
    public void close() {
        process.close();
    }

    private static URI address(ManagedProcess process) throws CannotStart {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            if (line == null) {
                process.waitFor();
                throw process.ended();
            }
            return URI.create(new ObjectMapper().readTree(line).path("city").asText());
        } catch (IOException e) {
            throw process.ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw process.ended();
        }
    }
}
