package cn.laohekou.hub.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** {@code deploy/hub start} on a home of its own, with free ports and a realm that does not answer. */
final class ProductionHub implements AutoCloseable {

    private static final long STOP_SECONDS = 90;

    private final Process process;
    private final Path folder;

    private ProductionHub(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts the launcher; its output goes into files of the folder. */
    static ProductionHub launch(Path folder, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("HUB_HOME", folder.resolve("home").toString());
        environment.put("HUB_HTTP_PORT", "0");
        environment.put("HUB_MANAGEMENT_PORT", "0");
        environment.put("HUB_KEYCLOAK_URL", "http://127.0.0.1:1");
        environment.put("HUB_JAVA_OPTS", HubProcess.QUICK_START);
        for (String name : new String[] {"CLIENT", "PROVISIONER", "SETUP"}) {
            environment.put("HUB_KEYCLOAK_" + name + "_SECRET_FILE", secret(folder, name, "no-realm-asks-for-it"));
        }
        environment.put(
                "HUB_KEY_FILE", secret(folder, "key", Base64.getEncoder().encodeToString(new byte[32])));
        environment.putAll(settings);
        ProcessBuilder builder =
                new ProcessBuilder(HubProcess.root().resolve("deploy/hub").toString(), "start");
        builder.environment().keySet().removeIf(name -> name.startsWith("HUB_"));
        builder.environment().putAll(environment);
        Files.deleteIfExists(folder.resolve("out"));
        Files.deleteIfExists(folder.resolve("err"));
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        return new ProductionHub(builder.start(), folder);
    }

    /** Starts it and returns when it said where it listens. */
    static ProductionHub start(Path folder, Map<String, String> settings) throws IOException {
        ProductionHub hub = launch(folder, settings);
        try {
            Awaitility.await()
                    .atMost(3, TimeUnit.MINUTES)
                    .until(() -> !hub.process.isAlive() || hub.out().contains("management"));
        } catch (ConditionTimeoutException e) {
            String said = hub.err();
            hub.close();
            throw new IOException("the hub did not say where it listens:\n" + said, e);
        }
        if (!hub.process.isAlive()) {
            throw new IOException("the hub did not start:\n" + hub.err());
        }
        return hub;
    }

    private static String secret(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve("secret-" + name);
        if (!Files.exists(file)) {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        }
        return file.toString();
    }

    /** Where it listens. */
    URI url() throws IOException {
        Path file = folder.resolve("home/run/hub.json");
        return URI.create(new ObjectMapper().readTree(file.toFile()).path("hub").asText());
    }

    /** Standard output of the launcher. */
    String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    /** Standard error of the launcher. */
    String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    /** Waits for an end nobody asked for; returns the exit code. */
    int ended() throws InterruptedException {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the hub still runs");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
