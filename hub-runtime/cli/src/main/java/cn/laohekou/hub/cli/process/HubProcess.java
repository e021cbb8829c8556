package cn.laohekou.hub.cli.process;

import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The hub in a process of its own. */
public final class HubProcess implements AutoCloseable {

    private static final String NAME = "hub";
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ManagedProcess process;
    private final Addresses addresses;

    private HubProcess(ManagedProcess process, Addresses addresses) {
        this.process = process;
        this.addresses = addresses;
    }

    /**
     * Where a hub listens, as its run file says.
     *
     * @param hub data plane and management API
     * @param management health and metrics
     */
    public record Addresses(URI hub, URI management) {}

    /**
     * Starts the hub and waits until it says it is ready.
     *
     * @param installation the project's folder
     * @param home the hub's home
     * @param settings {@code HUB_*} settings
     * @param progress told what goes on
     * @return the ready hub
     * @throws CannotStart when it does not become ready
     */
    public static HubProcess start(Path installation, Path home, Map<String, String> settings, Progress progress)
            throws CannotStart {
        ManagedProcess.stopLeftOver(home, NAME);
        try {
            Files.deleteIfExists(runFile(home));
        } catch (IOException e) {
            throw new CannotStart("无法写入目录 " + home + "。 The home cannot be written.", e);
        }
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("HUB_HOME", home.toString());
        environment.put("HUB_PARENT_WATCH", "1");
        progress.say("启动枢纽 starting the hub");
        ManagedProcess process = ManagedProcess.start(
                new ManagedProcess.Launch(NAME, home, command(installation, home), environment, false));
        try {
            Addresses addresses = awaitAddresses(process, home);
            Http.awaitReady(process, addresses.management().resolve("/health/ready"), READY_LIMIT);
            progress.say("枢纽就绪 the hub is ready: " + addresses.hub());
            return new HubProcess(process, addresses);
        } catch (CannotStart e) {
            process.close();
            throw e;
        }
    }

    /** Where the hub of a home listens; empty when none runs. */
    public static Optional<Addresses> find(Path home) {
        try {
            JsonNode content = new ObjectMapper().readTree(runFile(home).toFile());
            boolean alive = ProcessHandle.of(content.path("pid").asLong(-1))
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
            return alive
                    ? Optional.of(new Addresses(
                            URI.create(content.path("hub").asText()),
                            URI.create(content.path("management").asText())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * What the hub of a home says about the first set-up.
     *
     * @param home the hub's home
     * @return {@code state} and, while a code is open, {@code until}; empty when it says nothing
     */
    public static JsonNode setup(Path home) {
        try {
            return new ObjectMapper().readTree(runFile(home).toFile()).path("setup");
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Stops the hub of a home, if one runs. */
    public static boolean stopLeftOver(Path home) {
        return ManagedProcess.stopLeftOver(home, NAME);
    }

    /** Where it listens. */
    public Addresses addresses() {
        return addresses;
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the process; returns its exit code. */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Stops the hub with its database and broker. */
    @Override
    public void close() {
        process.close();
    }

    private static List<String> command(Path installation, Path home) {
        List<String> command = new ArrayList<>(List.of(
                JavaCommand.path(), "-Dhub.home=" + home, "-Xmx512m", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"));
        // Hazelcast needs these to look at the JVM it runs in; without them it only warns and guesses.
        for (String module : List.of("java.base/java.nio", "java.base/sun.nio.ch", "java.base/java.lang")) {
            command.add("--add-opens=" + module + "=ALL-UNNAMED");
        }
        command.add("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
        command.add("--add-modules=java.se");
        command.add("--add-opens=java.management/sun.management=ALL-UNNAMED");
        command.add("--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");
        String more = System.getenv().getOrDefault("HUB_JAVA_OPTS", "");
        if (!more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.add("-jar");
        command.add(installation
                .resolve("hub-runtime/app/target/quarkus-app/quarkus-run.jar")
                .toString());
        return command;
    }

    private static Addresses awaitAddresses(ManagedProcess process, Path home) throws CannotStart {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        try {
            while (System.nanoTime() < end && process.isAlive()) {
                Optional<Addresses> found = find(home);
                if (found.isPresent()) {
                    return found.get();
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
            throw process.ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw process.ended();
        }
    }

    private static Path runFile(Path home) {
        return home.resolve("run/hub.json");
    }
}
