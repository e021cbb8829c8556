package cn.laohekou.hub.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The sandbox as a person starts it: {@code deploy/hub sandbox --json}, with free ports and a home of its own. */
final class HubProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long STOP_SECONDS = 60;

    /** A hub that lives for a minute is better off without the slower of Java's two compilers. */
    static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final Process process;
    private final JsonNode announced;

    private HubProcess(Process process, JsonNode announced) {
        this.process = process;
        this.announced = announced;
    }

    /** Root of the checkout the tests run in. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException("the tests run inside the checkout");
    }

    /** Starts the sandbox and returns when it has announced itself. */
    static HubProcess start(Path home) throws IOException {
        Path log = home.resolveSibling(home.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(root().resolve("deploy/hub").toString(), "sandbox", "--json");
        builder.environment()
                .putAll(Map.of(
                        "HUB_HOME", home.toString(),
                        "HUB_HTTP_PORT", "0",
                        "HUB_MANAGEMENT_PORT", "0",
                        "HUB_KEYCLOAK_PORT", "0",
                        "HUB_CITY_PORT", "0",
                        "HUB_JAVA_OPTS", QUICK_START));
        Process process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line).append('\n');
            if (line.startsWith("}") || (line.startsWith("{") && line.endsWith("}"))) {
                return new HubProcess(process, JSON.readTree(text.toString()));
            }
        }
        throw new IOException("the sandbox ended without announcing itself:\n" + Files.readString(log));
    }

    /** What {@code --json} printed. */
    JsonNode announced() {
        return announced;
    }

    /** Base address of the data plane and the management API. */
    String hub() {
        return announced.get("hub").asText();
    }

    /** Base address of health and metrics. */
    String management() {
        return announced.get("management").asText();
    }

    /** Whether the launcher still runs. */
    boolean alive() {
        return process.isAlive();
    }

    /** Every process of this sandbox: the launcher and all it started. */
    List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** Processes below the launcher whose command line holds a word. */
    List<ProcessHandle> children(String word) {
        return process.descendants()
                .filter(child -> commandLine(child).contains(word))
                .toList();
    }

    /** Command line of a process as the kernel shows it; empty when it is gone. */
    static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    /** Asks the launcher to stop, as Ctrl-C does, and waits. */
    int stop() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the sandbox did not stop within " + STOP_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
